package io.atasker.queue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadFactory;

import io.atasker.time.TimeSource;
import io.atasker.time.Timer;
import io.atasker.time.Timers;
import org.jspecify.annotations.Nullable;

/**
 * Time that stands still until it is moved. Timers fire on the thread that moves it.
 */
final class HandMovedTime implements TimeSource, Timers {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private static final Method FIRE = fireMethod();

	// Guarded by this object, as all that follows. Starts where the sign soon changes.
	private long now = Long.MAX_VALUE - 1_000_000_000L;

	private final long origin = this.now;

	private final Map<Timer, Long> armed = new HashMap<>();

	@Override
	public synchronized long nanoTime() {
		return this.now;
	}

	@Override
	public synchronized Instant instant() {
		return START.plusNanos(this.now - this.origin);
	}

	@Override
	public Timers openTimers(ThreadFactory threads) {
		return this;
	}

	@Override
	public synchronized void schedule(Timer timer, long deadline) {
		this.armed.put(timer, deadline);
	}

	@Override
	public synchronized boolean cancel(Timer timer) {
		return this.armed.remove(timer) != null;
	}

	@Override
	public synchronized void close() {
		this.armed.clear();
	}

	synchronized int armed() {
		return this.armed.size();
	}

	void pass(Duration duration) {
		long target = nanoTime() + duration.toNanos();
		for (Timer timer = takeDue(target); timer != null; timer = takeDue(target)) {
			try {
				FIRE.invoke(timer);
			}
			catch (IllegalAccessException | InvocationTargetException ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

	private synchronized @Nullable Timer takeDue(long target) {
		Timer earliest = null;
		for (Timer timer : this.armed.keySet()) {
			if (earliest == null || this.armed.get(timer) - this.armed.get(earliest) < 0) {
				earliest = timer;
			}
		}
		long next = (earliest != null) ? this.armed.get(earliest) : target;
		if (next - target > 0) {
			earliest = null;
			next = target;
		}
		this.now = (next - this.now > 0) ? next : this.now;
		if (earliest != null) {
			this.armed.remove(earliest);
		}
		return earliest;
	}

	private static Method fireMethod() {
		try {
			Method method = Timer.class.getDeclaredMethod("fire");
			method.setAccessible(true);
			return method;
		}
		catch (NoSuchMethodException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
