package io.atasker.benchmarks;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

import io.atasker.process.ChildDiedException;
import io.atasker.process.ChildSnapshot;
import io.atasker.process.ProcessOptions;
import io.atasker.supervisor.Task;

/**
 * Ends the child of a pool of one, and measures the first task that another one runs.
 */
abstract class Replacement implements Contestant {

	private final String name;

	private final Latencies latencies;

	private final int ends;

	final ProcessEngine engine;

	Replacement(String name, int ends, int spares, UnaryOperator<ProcessOptions.Builder> settings) {
		this.name = name;
		this.ends = ends;
		this.latencies = new Latencies(ends);
		this.engine = new ProcessEngine(1, spares, settings);
	}

	/** Returns how long the first task after the end of a child takes in nanoseconds. */
	abstract long end() throws Exception;

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public Map<String, Double> round() throws Exception {
		this.latencies.clear();
		for (int i = 0; i < this.ends; i++) {
			this.latencies.add(end());
		}
		return Map.of("ms p50", this.latencies.percentile(50) / 1e6, "ms at most",
				this.latencies.percentile(100) / 1e6);
	}

	@Override
	public void close() {
		this.engine.close();
	}

	/** Has a child end itself, and waits until that is known. */
	static void exit(ProcessEngine engine) throws InterruptedException {
		died(engine.supervisor.submitToProcess(ProcessCode::exit));
	}

	static void died(Task<?> task) throws InterruptedException {
		try {
			task.result().get();
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof ChildDiedException) {
				return;
			}
			throw new IllegalStateException(ex);
		}
		throw new IllegalStateException("the child has not ended");
	}

	/**
	 * While a task runs. Each child has one run only, so that a spare has never run
	 * anything when it takes over.
	 */
	static final class AfterDeath extends Replacement {

		private final boolean cancel;

		/**
		 * Makes one.
		 * @param cancel whether the task is cancelled, else the child is killed from
		 * outside, and the next task comes when that is known
		 */
		AfterDeath(String name, int ends, int spares, boolean cancel) {
			super(name, ends, spares, (options) -> options.maxRuns(1));
			this.cancel = cancel;
		}

		@Override
		long end() throws Exception {
			Task<Integer> task = this.engine.supervisor.submitToProcess(ProcessCode::hang);
			long pid = busy();
			this.engine.settle();
			if (this.cancel) {
				task.cancel();
			}
			else {
				ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
				died(task);
			}
			long start = System.nanoTime();
			long next = this.engine.run(ProcessCode::pid);
			long time = System.nanoTime() - start;
			if (next == pid) {
				throw new IllegalStateException("child " + pid + " has not ended");
			}
			return time;
		}

		private long busy() {
			while (true) {
				for (ChildSnapshot child : this.engine.children()) {
					if (child.state() == ChildSnapshot.State.BUSY) {
						return child.pid();
					}
				}
				LockSupport.parkNanos(1_000_000);
			}
		}

	}

	/** When it has had its runs. */
	static final class AfterMaxRuns extends Replacement {

		AfterMaxRuns(String name, int ends) {
			super(name, ends, 1, (options) -> options.maxRuns(20));
		}

		@Override
		long end() throws Exception {
			// After the last run of a child only the spare is left, until the next run
			// has another one made.
			do {
				this.engine.run(ProcessCode::pid);
			}
			while (!this.engine.settle(Duration.ofSeconds(2)));
			long first = this.engine.run(ProcessCode::pid);
			while (true) {
				long start = System.nanoTime();
				if (this.engine.run(ProcessCode::pid) != first) {
					return System.nanoTime() - start;
				}
			}
		}

	}

}
