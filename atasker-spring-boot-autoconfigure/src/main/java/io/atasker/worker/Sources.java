package io.atasker.worker;

import java.util.Objects;

import io.atasker.queue.MemoryQueueProvider;
import org.jspecify.annotations.Nullable;

/**
 * Makes the source of a worker by its type.
 */
final class Sources {

	private Sources() {
	}

	static WorkSource create(WorkerCore core, WorkersBuilder settings) {
		WorkerDefinition definition = core.definition();
		return switch (definition.type()) {
			case BACKGROUND -> new ContinuousSource();
			case QUEUE -> items(core, required(definition.queue()), settings);
			case EVENT -> new EventSource(core, required(definition.event()));
			case INTERVAL -> new IntervalSource(core, required(definition.schedule()));
		};
	}

	private static ItemSource items(WorkerCore core, WorkerDefinition.QueueSettings queue, WorkersBuilder settings) {
		return queue.provider().equals(MemoryQueueProvider.ID) ? new QueueSource(core, queue)
				: new EngineSource(core, EngineRules.open(core.definition(), settings));
	}

	private static <P> P required(@Nullable P part) {
		return Objects.requireNonNull(part, "the definition lacks the part of its type");
	}

}
