package io.atasker.test;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.locks.LockSupport;

import io.atasker.supervisor.ShutdownPolicy;
import io.atasker.supervisor.Supervisor;
import io.atasker.time.ManualTime;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Ends the supervisors of a test whose time stands still, just before their own lifecycle
 * would: that waits for deadlines which never come. Time passes meanwhile, so that this
 * is bounded. What is queued is kept, for a context that goes on later.
 */
final class ManualTimeLifecycle implements SmartLifecycle {

	/** Just above the supervisors: stops before them. */
	private static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 4095;

	private static final Duration TIMEOUT = Duration.ofSeconds(2);

	private static final Duration STEP = Duration.ofMillis(5);

	private final ManualTime time;

	private final ListableBeanFactory beans;

	private volatile boolean running;

	ManualTimeLifecycle(ManualTime time, ListableBeanFactory beans) {
		this.time = time;
		this.beans = beans;
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop() {
		Collection<Supervisor> supervisors = this.beans.getBeansOfType(Supervisor.class).values();
		Thread stopping = new Thread(
				() -> supervisors.forEach((supervisor) -> supervisor.stop(ShutdownPolicy.immediate(TIMEOUT))),
				"atasker-test-stop");
		stopping.setDaemon(true);
		stopping.start();
		while (stopping.isAlive()) {
			LockSupport.parkNanos(STEP.toNanos());
			this.time.advance(STEP);
		}
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
