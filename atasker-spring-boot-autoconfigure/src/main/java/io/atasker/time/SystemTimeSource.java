package io.atasker.time;

import java.time.Instant;
import java.util.concurrent.ThreadFactory;

/**
 * The clocks of the JVM.
 */
final class SystemTimeSource implements TimeSource {

	static final SystemTimeSource INSTANCE = new SystemTimeSource();

	private SystemTimeSource() {
	}

	@Override
	public long nanoTime() {
		return System.nanoTime();
	}

	@Override
	public Instant instant() {
		return Instant.now();
	}

	@Override
	public Timers openTimers(ThreadFactory threads) {
		return new TimerQueue(this, threads);
	}

}
