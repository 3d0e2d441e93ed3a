package io.atasker.worker;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.atasker.supervisor.Priority;
import io.atasker.supervisor.Supervisor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns once per supervisor and priority when continuous workers alone can fill the pool:
 * then others of that priority or a lower one may never get a slot.
 */
final class StartupAdvice {

	private static final Logger logger = LoggerFactory.getLogger(BackgroundWorker.class);

	@GuardedBy("this")
	private final Map<Supervisor, Continuous> continuous = new HashMap<>();

	void registered(WorkerCore core) {
		WorkerDefinition definition = core.definition();
		if (definition.type() != WorkerType.BACKGROUND || definition.code().kind() == ExecutorKind.LOOP) {
			return;
		}
		Priority priority = definition.running().priority();
		int limit = core.supervisor().limits().limit(priority);
		long slots;
		String names;
		synchronized (this) {
			Continuous others = this.continuous.computeIfAbsent(core.supervisor(), (key) -> new Continuous());
			others.add(core);
			if (limit == Integer.MAX_VALUE || others.warned.contains(priority)) {
				// There may be very many of them, and nothing more to be said.
				return;
			}
			slots = others.slots(priority);
			if (slots < limit) {
				return;
			}
			others.warned.add(priority);
			names = others.names(priority);
		}
		logger.warn("Continuous workers of priority {} and above take {} slots, but only {} may run: some will wait"
				+ " for others for ever. Raise the pool size of supervisor '{}' or give some workers an interval: {}",
				priority, slots, limit, core.supervisor().name(), names);
	}

	synchronized void removed(WorkerCore core) {
		Continuous others = this.continuous.get(core.supervisor());
		if (others != null) {
			others.remove(core);
		}
	}

	/** The continuous workers of a supervisor. Guarded by the lock of its owner. */
	private static final class Continuous {

		private final Set<WorkerCore> workers = new LinkedHashSet<>();

		/** How many slots these take, by the ordinal of their priority. */
		private final long[] taken = new long[Priority.values().length];

		private final Set<Priority> warned = EnumSet.noneOf(Priority.class);

		void add(WorkerCore core) {
			this.workers.add(core);
			this.taken[priority(core).ordinal()] += core.definition().running().concurrency();
		}

		void remove(WorkerCore core) {
			if (this.workers.remove(core)) {
				this.taken[priority(core).ordinal()] -= core.definition().running().concurrency();
			}
		}

		/** How many slots those of a priority, or a higher one, take. */
		long slots(Priority priority) {
			return Arrays.stream(this.taken).skip(priority.ordinal()).sum();
		}

		String names(Priority priority) {
			return this.workers.stream()
				.filter((core) -> priority(core).compareTo(priority) >= 0)
				.map(WorkerCore::name)
				.collect(Collectors.joining(", "));
		}

		private static Priority priority(WorkerCore core) {
			return core.definition().running().priority();
		}

	}

}
