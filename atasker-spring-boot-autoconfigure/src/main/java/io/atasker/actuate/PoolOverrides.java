package io.atasker.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.atasker.supervisor.PoolLimits;
import io.atasker.supervisor.PoolStatistics;
import io.atasker.supervisor.Supervisor;
import io.atasker.time.Timer;
import io.atasker.worker.Initiator;
import org.jspecify.annotations.Nullable;

/**
 * The limits of the pools of a supervisor that operators have changed while it runs. Each
 * has an author and perhaps an end; what was in force before the first change is what
 * comes back.
 */
final class PoolOverrides {

	/** The limits of the pool of threads. */
	private static final List<String> THREADS = List.of("poolSize", "reserveNormal", "reserveHigh");

	/** The limits of the process pool, in the same order. */
	private static final List<String> PROCESSES = List.of("processPoolSize", "processPoolReserveNormal",
			"processPoolReserveHigh");

	/** All of them, whether there is a process pool or not. */
	static final List<String> KEYS = Stream.concat(THREADS.stream(), PROCESSES.stream()).toList();

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
			Map<String, Integer> before = limits();
			requirePool(values.keySet(), before);
			Map<String, Integer> after = new LinkedHashMap<>(before);
			after.putAll(values);
			if (after.equals(before) && duration == null && !expires(values.keySet())) {
				return false;
			}
			resize(after);
			values.keySet().forEach((key) -> {
				Entry old = this.entries.get(key);
				int configured = (old != null) ? old.configured : value(before, key);
				this.entries.put(key, new Entry(configured, initiator.by(), now, until, deadline));
			});
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
			requirePool(keys, limits());
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
		Map<String, Integer> wanted = limits();
		List<String> gone = new ArrayList<>();
		this.entries.forEach((key, entry) -> {
			if (which.test(key, entry)) {
				gone.add(key);
				wanted.put(key, entry.configured);
			}
		});
		if (!gone.isEmpty()) {
			// Refused where the limits do not fit together: then all stays as it is.
			resize(wanted);
			this.entries.keySet().removeAll(gone);
		}
		return !gone.isEmpty();
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
			Map<String, Integer> effective = limits();
			Map<String, OverrideDescriptor> descriptors = new LinkedHashMap<>();
			this.entries.forEach((key, entry) -> descriptors.put(key, new OverrideDescriptor(entry.configured,
					effective.get(key), SafeText.of(entry.by), Moment.of(entry.at), Moment.orNull(entry.until))));
			return descriptors;
		}
	}

	/** Returns the limits of all pools there are, by key. */
	private Map<String, Integer> limits() {
		Map<String, Integer> values = new LinkedHashMap<>();
		put(values, THREADS, this.supervisor.limits());
		PoolStatistics processes = this.supervisor.processStatistics();
		if (processes != null) {
			put(values, PROCESSES, processes.limits());
		}
		return values;
	}

	private static void put(Map<String, Integer> values, List<String> keys, PoolLimits limits) {
		values.put(keys.get(0), limits.poolSize());
		values.put(keys.get(1), limits.reserveNormal());
		values.put(keys.get(2), limits.reserveHigh());
	}

	/** Changes nothing if one of the values does not fit. */
	private void resize(Map<String, Integer> values) {
		PoolLimits threads = limits(values, THREADS);
		if (values.containsKey(PROCESSES.get(0))) {
			this.supervisor.resizeProcesses(limits(values, PROCESSES));
		}
		this.supervisor.resize(threads);
	}

	private static PoolLimits limits(Map<String, Integer> values, List<String> keys) {
		return new PoolLimits(value(values, keys.get(0)), value(values, keys.get(1)), value(values, keys.get(2)));
	}

	private void requirePool(Collection<String> keys, Map<String, Integer> limits) {
		for (String key : keys) {
			if (!limits.containsKey(key)) {
				throw RefusedException
					.invalid("supervisor %s has no process pool, so that there is no %s; process-pool.size gives it one"
						.formatted(SafeText.quoted(this.supervisor.name()), key));
			}
		}
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
