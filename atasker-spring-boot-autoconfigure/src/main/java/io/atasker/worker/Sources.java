package io.atasker.worker;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Makes the source of a worker by its type.
 */
final class Sources {

	private Sources() {
	}

	static WorkSource create(WorkerCore core) {
		WorkerDefinition definition = core.definition();
		return switch (definition.type()) {
			case BACKGROUND -> new ContinuousSource();
			case QUEUE -> new QueueSource(core, required(definition.queue()));
			case EVENT -> new EventSource(core, required(definition.event()));
			case INTERVAL -> new IntervalSource(core, required(definition.schedule()));
		};
	}

	private static <P> P required(@Nullable P part) {
		return Objects.requireNonNull(part, "the definition lacks the part of its type");
	}

}
