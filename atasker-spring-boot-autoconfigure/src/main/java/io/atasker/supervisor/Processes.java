package io.atasker.supervisor;

import java.lang.reflect.UndeclaredThrowableException;
import java.util.concurrent.ThreadFactory;

import io.atasker.process.ProcessCall;
import io.atasker.process.ProcessPool;
import org.jspecify.annotations.Nullable;

/**
 * Runs in child processes: a priority pool of its own admits them, each on a thread that
 * waits for the answer of a child.
 *
 * @param pool admits them
 * @param children runs them
 */
record Processes(PriorityPool pool, ProcessPool children) {

	static @Nullable Processes of(SupervisorBuilder settings, Base base, KeepAlive keepAlive, Excuses excuses) {
		PoolLimits limits = settings.processLimits;
		if (limits == null) {
			return null;
		}
		ThreadFactory threads = new DaemonThreads("atasker-" + settings.name + "-process-",
				Thread.currentThread().getContextClassLoader());
		PriorityPool pool = new PriorityPool(settings.forProcesses(limits), base.withPoolThreads(threads), keepAlive,
				excuses);
		return new Processes(pool, new ProcessPool(settings.processOptions, base.time(), base.timers(), base::thread));
	}

	/**
	 * Checks that there is a limit, since each run takes a process.
	 * @param limits the limits
	 * @return the same
	 * @throws IllegalArgumentException if there is none
	 */
	static PoolLimits requireLimit(PoolLimits limits) {
		if (limits.poolSize() < 1) {
			throw new IllegalArgumentException(
					"the size of a process pool must be at least 1, since each run takes a process, but is "
							+ limits.poolSize());
		}
		return limits;
	}

	/**
	 * Runs something in a child.
	 * @param call what to run
	 * @param priority who comes first, where several wait for a child
	 * @param <T> the type of what it returns
	 * @return what it has returned
	 * @throws Exception what it has thrown, or why it could not be run
	 */
	@SuppressWarnings({ "unchecked", "NullAway" })
	<T extends @Nullable Object> T call(ProcessCall call, Priority priority) throws Exception {
		try {
			return (T) this.children.call(call, priority.ordinal());
		}
		catch (Exception | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new UndeclaredThrowableException(ex);
		}
	}

	void open() {
		this.children.open();
		this.pool.open();
	}

	/** Ends all children, and so what waits for their answers. */
	void close() {
		this.pool.close();
		this.children.close();
	}

}
