package io.atasker.autoconfigure;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.atasker.supervisor.ShutdownPolicy;
import io.atasker.supervisor.Supervisor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Starts the supervisors before the web server takes requests, and stops them when it has
 * answered the last one: a request in flight can still put and trigger. Executors, data
 * sources and clients are started earlier and stopped later.
 * <p>
 * A stop is not the end: a context that was paused, or restored from a checkpoint, starts
 * them again.
 */
final class SupervisorLifecycle implements SmartLifecycle {

	/** Below the web server, which starts and stops 2048 below the default. */
	static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 4096;

	private static final Logger logger = LoggerFactory.getLogger(SupervisorLifecycle.class);

	private final LocalSupervisors supervisors;

	private final ShutdownDeadline deadline;

	private final boolean enabled;

	private volatile boolean running;

	SupervisorLifecycle(LocalSupervisors supervisors, ShutdownDeadline deadline, boolean enabled) {
		this.supervisors = supervisors;
		this.deadline = deadline;
		this.enabled = enabled;
	}

	@Override
	public void start() {
		this.deadline.extendPhase(PHASE);
		this.running = true;
		this.supervisors.forEach(Supervisor::receive);
	}

	@Override
	public void stop() {
		this.supervisors.forEach(this::stop);
		this.running = false;
	}

	@Override
	public void stop(Runnable callback) {
		AtomicInteger remaining = new AtomicInteger(this.supervisors.all().size());
		Runnable stopped = () -> {
			if (remaining.decrementAndGet() == 0) {
				this.running = false;
				callback.run();
			}
		};
		for (Supervisor supervisor : this.supervisors) {
			stopApart(supervisor, stopped);
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public boolean isAutoStartup() {
		return this.enabled;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	private void stopApart(Supervisor supervisor, Runnable stopped) {
		Thread thread = new Thread(() -> {
			try {
				stop(supervisor);
			}
			finally {
				stopped.run();
			}
		}, "atasker-stop-" + supervisor.name());
		thread.setDaemon(true);
		thread.start();
	}

	private void stop(Supervisor supervisor) {
		Duration timeout = this.deadline.of(supervisor);
		try {
			supervisor.stop(ShutdownPolicy.graceful(timeout));
		}
		catch (RuntimeException | Error ex) {
			logger.error("Supervisor '{}' could not be stopped properly", supervisor.name(), ex);
		}
	}

}
