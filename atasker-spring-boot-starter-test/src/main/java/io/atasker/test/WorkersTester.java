package io.atasker.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import io.atasker.time.ManualTime;
import io.atasker.worker.BackgroundQueueWorker;
import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.Workers;
import org.jspecify.annotations.Nullable;

/**
 * Runs the workers of a test, under {@link AutoConfigureAtasker} or {@link WorkerTest};
 * to be injected. Its methods wait in real time, {@link #PATIENCE} at most where nothing
 * else is said, and throw an {@link AssertionError} that names who is not quiet then.
 * After each test it is {@link #reset()}.
 * <p>
 * To be used by the thread of the test.
 */
public final class WorkersTester {

	/** How long to wait for executions, 10 seconds of real time. */
	public static final Duration PATIENCE = Duration.ofSeconds(10);

	/** Moved at each look while workers stop, so that the time of a stop passes. */
	private static final Duration STEP_OF_A_STOP = Duration.ofSeconds(1);

	private static final long LOOK_AGAIN = 1_000_000;

	private final Workers workers;

	private final Recorder recorder;

	private final Quiet quiet;

	private final boolean autoStart;

	WorkersTester(Workers workers, Recorder recorder, Quiet quiet, boolean autoStart) {
		this.workers = workers;
		this.recorder = recorder;
		this.quiet = quiet;
		this.autoStart = autoStart;
	}

	/**
	 * Returns a worker and what has happened to it, for assertions.
	 * @param name its name
	 * @return the worker
	 * @throws io.atasker.worker.UnknownWorkerException if there is none
	 */
	public TestedWorker worker(String name) {
		return worker(this.workers.get(name));
	}

	/**
	 * Returns what has happened to a worker, for assertions.
	 * @param handle its handle
	 * @return the worker
	 */
	public TestedWorker worker(BackgroundWorker handle) {
		return new TestedWorker(handle, this.recorder);
	}

	/**
	 * Returns the executions of a worker that have ended since the test began.
	 * @param name its name
	 * @return the executions, oldest first
	 * @throws io.atasker.worker.UnknownWorkerException if there is none
	 */
	public List<RecordedExecution> executions(String name) {
		return worker(name).executions();
	}

	/**
	 * Returns the time of the supervisors, to move it without waiting: such as to see a
	 * timeout end what runs.
	 * @return the time
	 * @throws IllegalStateException if it is not moved by hand
	 */
	public ManualTime time() {
		ManualTime time = this.quiet.time();
		if (time == null) {
			throw new IllegalStateException("the time of this test is real and cannot be moved; "
					+ "remove manualTime = false from @AutoConfigureAtasker");
		}
		return time;
	}

	/**
	 * Starts workers.
	 * @param names their names
	 * @throws io.atasker.worker.UnknownWorkerException if there is none of a name
	 */
	public void start(String... names) {
		for (String name : names) {
			this.workers.get(name).start();
		}
	}

	/**
	 * Stops workers and waits until nothing of them runs. Where time is moved by hand,
	 * their stopTimeout passes at once for those that do not end by themselves.
	 * @param names their names
	 * @throws io.atasker.worker.UnknownWorkerException if there is none of a name
	 * @throws AssertionError if one goes on
	 */
	public void stop(String... names) {
		List<BackgroundWorker> all = new ArrayList<>();
		for (String name : names) {
			all.add(this.workers.get(name));
		}
		stop(all);
	}

	/**
	 * Runs what is due, and what follows from that, until everything is quiet. Stopped
	 * queue workers that have items are started meanwhile. Time does not move; what is
	 * due later, such as a retry, stays.
	 */
	public void drain() {
		drain(PATIENCE);
	}

	/**
	 * Runs what is due, as {@link #drain()}.
	 * @param atMost how long to wait, in real time
	 */
	public void drain(Duration atMost) {
		long deadline = System.nanoTime() + atMost.toNanos();
		List<BackgroundWorker> started = new ArrayList<>();
		try {
			do {
				settle(deadline, atMost);
			}
			while (startThoseWithItems(started));
		}
		finally {
			started.forEach(BackgroundWorker::stopAsync);
		}
	}

	/** One that has drained may have put items to another. */
	private boolean startThoseWithItems(List<BackgroundWorker> started) {
		int before = started.size();
		this.workers.stream()
			.filter((worker) -> !worker.isActive() && worker(worker).waiting() > 0)
			.filter(BackgroundWorker::start)
			.forEach(started::add);
		return started.size() > before;
	}

	private void settle(long deadline, Duration patience) {
		ManualTime time = this.quiet.time();
		if (time != null) {
			this.quiet.advance(time, Duration.ZERO, deadline, patience);
		}
		else {
			this.quiet.await(deadline, patience);
		}
	}

	/**
	 * Waits until what is under way has ended, then moves the time, from one deadline to
	 * the next, and waits at each until what fell due has run: nothing is missed and
	 * nothing comes late.
	 * @param duration how far
	 * @throws IllegalStateException if time is not moved by hand
	 */
	public void advance(Duration duration) {
		this.quiet.advance(time(), duration, System.nanoTime() + PATIENCE.toNanos(), PATIENCE);
	}

	/**
	 * Runs the executor of a worker once, on this thread, whatever the state of the
	 * worker: its code and the handler of its result. Nothing else takes place, no retry,
	 * error handler or hook, and nothing is counted.
	 * @param name the name of the worker
	 * @return what it came to
	 * @throws io.atasker.worker.UnknownWorkerException if there is none
	 * @throws IllegalArgumentException if it is a queue worker, or runs in child
	 * processes
	 */
	public ExecutionOutcome runOnce(String name) {
		return new OneRun(this.workers.get(name), null).run(PATIENCE);
	}

	/**
	 * Runs the executor of a queue worker once, as {@link #runOnce(String)}.
	 * @param name the name of the worker
	 * @param item the item
	 * @return what it came to
	 * @throws io.atasker.worker.UnknownWorkerException if there is none
	 * @throws IllegalArgumentException if it is not a queue worker, has other items, or
	 * runs in child processes
	 */
	public ExecutionOutcome runOnce(String name, Object item) {
		return new OneRun(this.workers.get(name), item).run(PATIENCE);
	}

	/**
	 * Forgets what has happened: executions, counts and dead letters. Where workers do
	 * not start by themselves it stops them all.
	 */
	public void reset() {
		if (!this.autoStart) {
			stop(this.workers.stream().toList());
		}
		this.workers.stream().forEach((worker) -> {
			if (worker instanceof BackgroundQueueWorker<?> queue) {
				queue.deadLetters().purgeAll();
			}
		});
		this.recorder.forget();
	}

	/**
	 * Returns a worker whose items would be left for the next test.
	 * @return its description, {@code null} if there is none
	 */
	@Nullable TestedWorker leftover() {
		return this.workers.stream().map(this::worker).filter((each) -> each.waiting() > 0).findFirst().orElse(null);
	}

	private void stop(List<BackgroundWorker> all) {
		all.stream().filter(BackgroundWorker::isActive).forEach(BackgroundWorker::stopAsync);
		ManualTime time = this.quiet.time();
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		while (!all.stream().allMatch(BackgroundWorker::isStopped)) {
			if (System.nanoTime() - deadline > 0) {
				throw new AssertionError("these workers do not stop within %s: %s".formatted(PATIENCE,
						all.stream().filter((worker) -> !worker.isStopped()).map(this::worker).toList()));
			}
			LockSupport.parkNanos(LOOK_AGAIN);
			if (time != null) {
				time.advance(STEP_OF_A_STOP);
			}
		}
	}

}
