package io.atasker.worker;

import java.time.Duration;
import java.util.Arrays;

import io.atasker.supervisor.PoolLimits;
import io.atasker.supervisor.ShutdownPolicy;
import io.atasker.supervisor.Supervisor;
import io.atasker.time.ManualTime;

import static org.awaitility.Awaitility.await;

/**
 * An engine whose time is moved by hand.
 */
final class Engine implements AutoCloseable {

	final ManualTime time = new ManualTime();

	final Supervisor supervisor;

	final Workers workers;

	Engine() {
		this(PoolLimits.defaults());
	}

	Engine(PoolLimits limits) {
		this.supervisor = Supervisor.builder().time(this.time).limits(limits).build();
		this.workers = Workers.of(this.supervisor);
	}

	static Engine started() {
		Engine engine = new Engine();
		engine.supervisor.start();
		return engine;
	}

	/** Moves the time and waits until everything that began has ended. */
	void advance(Duration duration) {
		this.time.advance(duration);
		settle();
	}

	void advanceMillis(long millis) {
		advance(Duration.ofMillis(millis));
	}

	/** Waits until nothing runs and nothing waits for a slot. */
	void settle() {
		await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(this::isIdle);
	}

	private boolean isIdle() {
		return this.workers.stream().allMatch((worker) -> isAtRest(((WorkerHandle) worker).core))
				&& this.supervisor.snapshot().running().values().stream().mapToInt(Integer::intValue).sum() == 0
				&& this.supervisor.snapshot().waiting().values().stream().mapToInt(Integer::intValue).sum() == 0;
	}

	/**
	 * A strand that has given its slot back may be about to look for more, so that nobody
	 * else is woken, or to pause. One that was abandoned runs without a slot.
	 */
	private static boolean isAtRest(WorkerCore core) {
		long known = Arrays.stream(core.strands().all())
			.filter((strand) -> strand.stuck().step(strand.sequence()) == StuckStep.ABANDONED
					|| strand.pauses().until() != Long.MIN_VALUE)
			.count();
		return core.definition().code().kind() == ExecutorKind.LOOP || core.strands().active() <= known;
	}

	/**
	 * Returns whether no thread is at work for a worker, not even between two executions.
	 */
	static boolean isInactive(BackgroundWorker worker) {
		return ((WorkerHandle) worker).core.strands().active() == 0;
	}

	static WorkerSnapshot.Counts counts(BackgroundWorker worker) {
		return worker.snapshot().executions();
	}

	@Override
	public void close() {
		this.supervisor.stop(ShutdownPolicy.immediate(Duration.ZERO));
	}

}
