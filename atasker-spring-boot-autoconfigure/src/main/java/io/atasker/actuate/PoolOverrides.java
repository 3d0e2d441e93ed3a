package io.atasker.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.atasker.supervisor.PoolLimits;
import io.atasker.supervisor.Supervisor;
import io.atasker.time.Timer;
import io.atasker.worker.Initiator;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a pool that operators have changed while it runs. Each has an author and
 * perhaps an end; what was in force before the first change is what comes back.
 */
final class PoolOverrides {

	static final List<String> KEYS = List.of("poolSize", "reserveNormal", "reserveHigh");

	private final Supervisor supervisor;

	/**
	 * Held while the pool is resized, so that of two changes the later one lasts. Nothing
	 * foreign is called.
	 */
	private final Object changing = new Object();

	@GuardedBy("changing")
	private final Map<String, Entry> entries = new LinkedHashMap<>();

	private volatile WorkerDescriptor.@Nullable LastChange lastChange;

	PoolOverrides(Supervisor supervisor) {
		this.supervisor = supervisor;
	}

	/**
	 * Changes limits.
	 * @param values the new limits by key
	 * @param duration after which the old limits come back, {@code null} for never
	 * @param initiator who asks
	 * @return whether anything is different now
	 */
	boolean put(Map<String, Integer> values, @Nullable Duration duration, Initiator initiator) {
		Instant now = this.supervisor.time().instant();
		long deadline = this.supervisor.time().nanoTime() + ((duration != null) ? duration.toNanos() : 0);
		Instant until = (duration != null) ? now.plus(duration) : null;
		synchronized (this.changing) {
			PoolLimits before = this.supervisor.limits();
			Map<String, Integer> wanted = new LinkedHashMap<>(values(before));
			wanted.putAll(values);
			PoolLimits after = limits(wanted);
			if (after.equals(before) && duration == null && !expires(values.keySet())) {
				return false;
			}
			values.keySet().forEach((key) -> {
				Entry old = this.entries.get(key);
				int configured = (old != null) ? old.configured : value(values(before), key);
				this.entries.put(key, new Entry(configured, initiator.by(), now, until, deadline));
			});
			this.supervisor.resize(after);
			noteChange("resize", initiator, now);
		}
		if (duration != null) {
			this.supervisor.timers().schedule(Timer.of(this::expire), deadline);
		}
		return true;
	}

	@GuardedBy("changing")
	private boolean expires(Collection<String> keys) {
		for (String key : keys) {
			Entry entry = this.entries.get(key);
			if (entry != null && entry.until != null) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Brings limits back.
	 * @param keys which, empty for all
	 * @param initiator who asks
	 * @return whether there was one
	 */
	boolean reset(Collection<String> keys, Initiator initiator) {
		synchronized (this.changing) {
			Collection<String> gone = keys.isEmpty() ? KEYS : keys;
			boolean changed = bringBack((key, entry) -> gone.contains(key));
			if (changed) {
				noteChange("reset", initiator, this.supervisor.time().instant());
			}
			return changed;
		}
	}

	private void expire() {
		long now = this.supervisor.time().nanoTime();
		synchronized (this.changing) {
			bringBack((key, entry) -> entry.until != null && entry.deadline - now <= 0);
		}
	}

	@GuardedBy("changing")
	private boolean bringBack(BiPredicate<String, Entry> which) {
		Map<String, Integer> wanted = new LinkedHashMap<>(values(this.supervisor.limits()));
		boolean changed = false;
		for (Map.Entry<String, Entry> one : Map.copyOf(this.entries).entrySet()) {
			if (which.test(one.getKey(), one.getValue())) {
				this.entries.remove(one.getKey());
				wanted.put(one.getKey(), one.getValue().configured);
				changed = true;
			}
		}
		if (changed) {
			this.supervisor.resize(limits(wanted));
		}
		return changed;
	}

	private void noteChange(String action, Initiator initiator, Instant now) {
		this.lastChange = new WorkerDescriptor.LastChange(action, SafeText.of(initiator.by()), Moment.of(now),
				SafeText.orNull(initiator.reason()));
	}

	WorkerDescriptor.@Nullable LastChange lastChange() {
		return this.lastChange;
	}

	/**
	 * Describes what is changed.
	 * @return by key, {@code null} if nothing is
	 */
	@Nullable Map<String, OverrideDescriptor> describe() {
		synchronized (this.changing) {
			if (this.entries.isEmpty()) {
				return null;
			}
			Map<String, Integer> effective = values(this.supervisor.limits());
			Map<String, OverrideDescriptor> descriptors = new LinkedHashMap<>();
			this.entries.forEach((key, entry) -> descriptors.put(key, new OverrideDescriptor(entry.configured,
					effective.get(key), SafeText.of(entry.by), Moment.of(entry.at), Moment.orNull(entry.until))));
			return descriptors;
		}
	}

	private static Map<String, Integer> values(PoolLimits limits) {
		return Map.of("poolSize", limits.poolSize(), "reserveNormal", limits.reserveNormal(), "reserveHigh",
				limits.reserveHigh());
	}

	private static PoolLimits limits(Map<String, Integer> values) {
		return new PoolLimits(value(values, "poolSize"), value(values, "reserveNormal"), value(values, "reserveHigh"));
	}

	private static int value(Map<String, Integer> values, String key) {
		return values.getOrDefault(key, 0);
	}

	/**
	 * A limit that was changed.
	 *
	 * @param configured what comes back
	 * @param by who changed it
	 * @param at when
	 * @param until when the configured value comes back
	 * @param deadline the same on the monotonic clock
	 */
	private record Entry(int configured, String by, Instant at, @Nullable Instant until, long deadline) {

	}

}
