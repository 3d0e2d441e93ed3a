package io.atasker.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

import io.atasker.process.ChildSnapshot;
import io.atasker.process.ProcessOptions;
import io.atasker.supervisor.PoolLimits;
import io.atasker.supervisor.ProcessTask;
import io.atasker.supervisor.ShutdownPolicy;
import io.atasker.supervisor.Supervisor;

/**
 * A supervisor with a process pool.
 */
final class ProcessEngine implements AutoCloseable {

	final Supervisor supervisor;

	private final int warm;

	/**
	 * Starts it; the children start in the background.
	 * @param size how many may run at a time
	 * @param spares how many are kept warm beyond those
	 * @param settings further options
	 */
	ProcessEngine(int size, int spares, UnaryOperator<ProcessOptions.Builder> settings) {
		this.warm = size + spares;
		this.supervisor = Supervisor.builder()
			.processPool(new PoolLimits(size, 0, 0), settings.apply(ProcessOptions.builder().spares(spares)).build())
			.build();
		this.supervisor.start();
	}

	<T> T run(ProcessTask<T> task) throws InterruptedException, ExecutionException {
		return this.supervisor.submitToProcess(task).result().get();
	}

	List<ChildSnapshot> children() {
		return this.supervisor.snapshot().processes().children();
	}

	/**
	 * Waits until all spares are there, beside one that runs or has run something.
	 * @throws IllegalStateException if they do not come
	 */
	void settle() {
		if (!settle(Duration.ofSeconds(30))) {
			throw new IllegalStateException("there are only these children: " + children());
		}
	}

	/**
	 * Waits a while until all spares are there, beside one that runs or has run
	 * something.
	 * @param patience how long
	 * @return whether they are
	 */
	boolean settle(Duration patience) {
		long deadline = System.nanoTime() + patience.toNanos();
		while (children().size() < this.warm) {
			if (System.nanoTime() - deadline > 0) {
				return false;
			}
			LockSupport.parkNanos(1_000_000);
		}
		// The start of a JVM goes on for a while after it is connected.
		LockSupport.parkNanos(100_000_000);
		return true;
	}

	@Override
	public void close() {
		this.supervisor.stop(new ShutdownPolicy(Duration.ofSeconds(5), true, true));
		this.supervisor.close();
	}

}
