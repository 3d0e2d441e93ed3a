package io.atasker.worker;

import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.atasker.supervisor.Priority;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns once per priority when continuous workers alone can fill the pool: then others of
 * that priority or a lower one may never get a slot.
 */
final class StartupAdvice {

	private static final Logger logger = LoggerFactory.getLogger(BackgroundWorker.class);

	@GuardedBy("this")
	private final Set<WorkerCore> continuous = new LinkedHashSet<>();

	@GuardedBy("this")
	private final Set<Priority> warned = EnumSet.noneOf(Priority.class);

	void registered(WorkerCore core) {
		WorkerDefinition definition = core.definition();
		if (definition.running().runOn() == RunOn.ONE_NODE) {
			logger.warn("Worker '{}' is to run on one node, but there is no lease provider yet: it runs on every node",
					core.name());
		}
		if (definition.type() != WorkerType.BACKGROUND || definition.code().kind() == ExecutorKind.LOOP) {
			return;
		}
		Priority priority = definition.running().priority();
		int limit = core.supervisor().limits().limit(priority);
		long slots;
		String names;
		synchronized (this) {
			this.continuous.add(core);
			slots = this.continuous.stream()
				.filter((other) -> other.supervisor() == core.supervisor())
				.filter((other) -> other.definition().running().priority().compareTo(priority) >= 0)
				.mapToLong((other) -> other.definition().running().concurrency())
				.sum();
			if (slots < limit || !this.warned.add(priority)) {
				return;
			}
			names = String.join(", ", this.continuous.stream().map(WorkerCore::name).toList());
		}
		logger.warn("Continuous workers of priority {} and above take {} slots, but only {} may run: some will wait"
				+ " for others for ever. Raise the pool size of supervisor '{}' or give some workers an interval: {}",
				priority, slots, limit, core.supervisor().name(), names);
	}

	synchronized void removed(WorkerCore core) {
		this.continuous.remove(core);
	}

}
