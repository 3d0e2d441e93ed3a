package io.atasker.worker;

import java.util.Objects;
import java.util.Set;

import io.atasker.queue.ItemQueues;
import io.atasker.queue.MemoryQueueProvider;
import io.atasker.queue.PayloadCodec;
import io.atasker.queue.QueueFeature;
import io.atasker.queue.QueueSpec;
import io.atasker.queue.QueueUnavailableException;
import io.atasker.queue.WorkerQueue;
import io.atasker.queue.WorkerQueueProvider;
import org.jspecify.annotations.Nullable;

/**
 * What an engine must be able to do for a worker. Whatever it lacks stops startup;
 * nothing is silently done by half.
 */
final class EngineRules {

	private EngineRules() {
	}

	/**
	 * Checks the engine of a worker.
	 * @param definition the worker
	 * @param settings has the engines
	 * @throws InvalidWorkerException if there is no such engine, or it cannot do what the
	 * worker asks for
	 */
	static void check(WorkerDefinition definition, WorkersBuilder settings) {
		WorkerDefinition.QueueSettings queue = definition.queue();
		if (queue == null || queue.provider().equals(MemoryQueueProvider.ID)) {
			return;
		}
		Set<QueueFeature> features = provider(definition, queue, settings).features();
		if (!ItemQueues.isFirstInFirstOut(queue.queueType())) {
			require(QueueFeature.ITEM_ORDER, features, definition, "queueType", name(queue.queueType()));
		}
		if (definition.errors().retry().maxRetries() > 0) {
			require(QueueFeature.DELAYED_RETRY, features, definition, "retry",
					"maxRetries " + definition.errors().retry().maxRetries());
		}
		codec(definition, queue, settings);
	}

	/**
	 * Opens the queue of a worker.
	 * @param definition the worker, which was checked
	 * @param settings has the engines
	 * @return its queue
	 */
	static WorkerQueue open(WorkerDefinition definition, WorkersBuilder settings) {
		WorkerDefinition.QueueSettings queue = Objects.requireNonNull(definition.queue());
		QueueSpec spec = QueueSpec.named(definition.name())
			.credit(definition.running().concurrency())
			.capacity(queue.capacity())
			.codec(codec(definition, queue, settings))
			.build();
		try {
			return provider(definition, queue, settings).open(spec);
		}
		catch (IllegalArgumentException | QueueUnavailableException ex) {
			InvalidWorkerException invalid = invalid(definition, "provider", queue.provider(),
					String.valueOf(ex.getMessage()),
					"See that the engine can be reached and has what the worker asks for, or use another provider");
			invalid.initCause(ex);
			throw invalid;
		}
	}

	private static WorkerQueueProvider provider(WorkerDefinition definition, WorkerDefinition.QueueSettings queue,
			WorkersBuilder settings) {
		WorkerQueueProvider provider = settings.queueProviders.find(queue.provider());
		if (provider == null) {
			throw invalid(definition, "provider", queue.provider(), "there is no such queue provider",
					settings.queueProviders.advice(queue.provider()));
		}
		return provider;
	}

	private static PayloadCodec codec(WorkerDefinition definition, WorkerDefinition.QueueSettings queue,
			WorkersBuilder settings) {
		try {
			return settings.payloadCodecs.codec(queue.itemType());
		}
		catch (IllegalArgumentException ex) {
			throw invalid(definition, "provider", queue.provider(),
					"the items of '%s' leave the JVM, and items of type %s cannot be converted: %s"
						.formatted(definition.name(), queue.itemType().getTypeName(), ex.getMessage()),
					"Let the items be values, such as records of simple types, or use provider memory");
		}
	}

	private static void require(QueueFeature feature, Set<QueueFeature> features, WorkerDefinition definition,
			String attribute, @Nullable String value) {
		if (!features.contains(feature)) {
			String provider = Objects.requireNonNull(definition.queue()).provider();
			throw invalid(definition, attribute, value,
					"it needs the feature %s, which queue provider %s does not have".formatted(feature, provider),
					"Leave it out, or use a provider that has it, such as memory");
		}
	}

	private static @Nullable String name(@Nullable Class<?> type) {
		return (type != null) ? type.getSimpleName() : null;
	}

	private static InvalidWorkerException invalid(WorkerDefinition definition, String attribute, @Nullable String value,
			String problem, String remedy) {
		return new InvalidWorkerException(WorkerDefinitions.subject(definition), attribute, value, problem, remedy);
	}

}
