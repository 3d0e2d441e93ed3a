package io.atasker.supervisor;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the two kinds of loops have in common: all but the thread.
 */
abstract class Loop implements EventLoop {

	static final Logger logger = LoggerFactory.getLogger(EventLoop.class);

	private final String name;

	Loop(String name) {
		this.name = name;
	}

	@Override
	public final String name() {
		return this.name;
	}

	/** Accepts what is put on it, until it is halted. */
	abstract void open();

	/** Accepts nothing more; what is there still runs. */
	abstract void halt();

	/**
	 * Returns whether nothing waits on it and nothing runs.
	 * @return whether it is so
	 */
	abstract boolean isQuiet();

	/**
	 * Gives up a loop that was halted and did not come to its end in time.
	 * @return the calls that are dropped, for {@link #tellDropped}
	 */
	abstract List<Runnable> drop();

	/**
	 * Describes the call that is in progress.
	 * @return the call, or {@code null} if there is none
	 */
	abstract ShutdownReport.@Nullable Unfinished unfinished();

	@Override
	public final <T extends @Nullable Object> CompletableFuture<T> submit(Supplier<? extends CompletionStage<T>> work) {
		CompletableFuture<T> result = new CompletableFuture<>();
		execute(new StageCall<>(this.name, work, result));
		return result;
	}

	@Override
	public final <T extends @Nullable Object> T call(Supplier<? extends CompletionStage<T>> work, Duration timeout)
			throws InterruptedException, TimeoutException, ExecutionException {
		if (inLoop()) {
			throw new IllegalStateException("event loop '%s' cannot wait for itself".formatted(this.name));
		}
		CompletableFuture<T> result = submit(work);
		try {
			return result.get(Durations.nanos(timeout), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException | TimeoutException ex) {
			result.cancel(true);
			throw ex;
		}
	}

	/**
	 * Tells those calls that want to know that they will not run. Called outside all
	 * locks.
	 * @param dropped the calls
	 */
	final void tellDropped(List<Runnable> dropped) {
		for (Runnable call : dropped) {
			if (call instanceof Call told) {
				run(told::dropped);
			}
		}
	}

	/**
	 * Describes a call in progress.
	 * @param thread its thread
	 * @param runningFor for how long it has been running, in nanoseconds
	 * @return the call
	 */
	final ShutdownReport.Unfinished describe(Thread thread, long runningFor) {
		return new ShutdownReport.Unfinished("event loop " + this.name, "", thread.getName(),
				Duration.ofNanos(runningFor),
				Arrays.stream(thread.getStackTrace()).map(StackTraceElement::toString).toList());
	}

	/** Runs a call and survives it. */
	final void run(Runnable call) {
		try {
			call.run();
		}
		catch (Throwable ex) {
			Failures.log(logger, "{} '{}': a call failed; the loop goes on", "event loop", this.name, ex);
		}
	}

}
