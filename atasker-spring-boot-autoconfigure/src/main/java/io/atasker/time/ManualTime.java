package io.atasker.time;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;

/**
 * Time that stands still until a test moves it. Timers fire on the thread that moves it,
 * in the order of their deadlines, while the clock shows their deadline. A timer that is
 * armed for a time that has come already fires with the next move, of zero for one. What
 * a timer throws comes out of the move.
 * <p>
 * It waits for nothing that a timer sets off on other threads. Safe for any thread; moves
 * are made one after the other.
 */
public final class ManualTime implements TimeSource {

	private final List<ManualTimers> queues = new CopyOnWriteArrayList<>();

	/** Written under the lock of this. */
	private volatile long now = 1_000_000_000;

	/** Written under the lock of this. */
	private volatile Instant wall = Instant.parse("2026-01-01T00:00:00Z");

	@Override
	public long nanoTime() {
		return this.now;
	}

	@Override
	public Instant instant() {
		return this.wall;
	}

	@Override
	public Timers openTimers(ThreadFactory threads) {
		ManualTimers timers = new ManualTimers();
		this.queues.add(timers);
		return timers;
	}

	/**
	 * Moves both clocks, and fires what becomes due.
	 * @param duration how far, zero to fire what is due already
	 * @throws IllegalArgumentException if it is negative
	 */
	public synchronized void advance(Duration duration) {
		if (duration.isNegative()) {
			throw new IllegalArgumentException("time only moves forwards, not by " + duration);
		}
		long target = this.now + duration.toNanos();
		for (ManualTimers queue = next(target); queue != null; queue = next(target)) {
			Long deadline = queue.nextDeadline();
			if (deadline != null) {
				moveTo(deadline);
				queue.fireDue(this.now);
			}
		}
		moveTo(target);
	}

	/**
	 * Moves the wall clock only, as a user or a time server does.
	 * @param duration how far, perhaps back
	 */
	public synchronized void advanceWall(Duration duration) {
		this.wall = this.wall.plus(duration);
	}

	/**
	 * Returns how far away the earliest timer is.
	 * @return the time until then, zero if it is due already, {@code null} if none is
	 * armed
	 */
	public synchronized @Nullable Duration untilNext() {
		ManualTimers next = next(this.now + Long.MAX_VALUE / 2);
		Long deadline = (next != null) ? next.nextDeadline() : null;
		return (deadline != null) ? Duration.ofNanos(Math.max(0, deadline - this.now)) : null;
	}

	/**
	 * Returns how many timers are armed.
	 * @return the number
	 */
	public int armed() {
		return this.queues.stream().mapToInt(ManualTimers::size).sum();
	}

	@GuardedBy("this")
	private void moveTo(long time) {
		long step = time - this.now;
		if (step > 0) {
			this.wall = this.wall.plusNanos(step);
			this.now = time;
		}
	}

	@GuardedBy("this")
	private @Nullable ManualTimers next(long target) {
		ManualTimers next = null;
		long earliest = target;
		for (ManualTimers queue : this.queues) {
			Long deadline = queue.nextDeadline();
			if (deadline != null && ((next == null) ? deadline - earliest <= 0 : deadline - earliest < 0)) {
				next = queue;
				earliest = deadline;
			}
		}
		return next;
	}

}
