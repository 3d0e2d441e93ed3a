package io.atasker.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadFactory;

/**
 * The one place that the engine asks what time it is and to be woken later.
 * <p>
 * Two clocks are kept apart: durations are measured on the monotonic clock
 * ({@link #nanoTime()}), calendar times are read from the wall clock
 * ({@link #instant()}), so that a stepped wall clock never shifts an interval. Tests
 * replace the whole source and move it by hand. Implementations are safe for any thread.
 */
public interface TimeSource {

	/**
	 * Returns the monotonic clock.
	 * @return nanoseconds since an arbitrary origin, to be compared by difference only
	 */
	long nanoTime();

	/**
	 * Returns the time on the monotonic clock at which a delay from now will be over.
	 * @param delay the delay; more than 146 years count as that
	 * @return the deadline, to be compared with {@link #nanoTime()} by difference only
	 */
	default long deadlineAfter(Duration delay) {
		long furthest = Long.MAX_VALUE / 2;
		boolean far = delay.getSeconds() >= furthest / 1_000_000_000;
		return nanoTime() + (far ? furthest : delay.toNanos());
	}

	/**
	 * Returns the wall clock.
	 * @return the current instant
	 */
	Instant instant();

	/**
	 * Opens a timer queue that runs on this source.
	 * @param threads makes the thread that waits, where the source needs one
	 * @return the queue, to be closed by the caller
	 */
	Timers openTimers(ThreadFactory threads);

	/**
	 * Returns the clocks of the JVM.
	 * @return the system's time source
	 */
	static TimeSource system() {
		return SystemTimeSource.INSTANCE;
	}

}
