package io.atasker.annotation;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.atasker.worker.WorkerType;

/**
 * The attributes that make a worker's type, and those that need it.
 */
enum WorkerFamily {

	QUEUE(WorkerType.QUEUE, "a queue worker", QueueWorker.class, List.of("queue", "queueType"),
			List.of("capacity", "provider", "retry")),

	EVENT(WorkerType.EVENT, "an event worker", EventWorker.class, List.of("event", "on", "settle", "runOnStart"),
			List.of()),

	INTERVAL(WorkerType.INTERVAL, "an interval worker", IntervalWorker.class,
			List.of("interval", "delay", "delayBefore", "initialDelay", "cron", "zone", "jitter"), List.of());

	private final WorkerType type;

	private final String noun;

	private final Class<?> composed;

	private final List<String> making;

	private final List<String> needing;

	WorkerFamily(WorkerType type, String noun, Class<?> composed, List<String> making, List<String> needing) {
		this.type = type;
		this.noun = noun;
		this.composed = composed;
		this.making = making;
		this.needing = needing;
	}

	WorkerType type() {
		return this.type;
	}

	/**
	 * Returns what such a worker is called, with its article.
	 * @return the words
	 */
	String noun() {
		return this.noun;
	}

	/**
	 * Returns what is set of the attributes that make this type, the composed annotation
	 * included.
	 * @param attributes those of the worker
	 * @return the names
	 */
	List<String> makers(WorkerAttributes attributes) {
		Stream<String> annotation = attributes.isComposedFrom(this.composed) ? Stream.of(label()) : Stream.empty();
		return Stream.concat(this.making.stream().filter(attributes::isSet), annotation).toList();
	}

	/**
	 * Returns what is set of the attributes that only this type has.
	 * @param attributes those of the worker
	 * @return the names
	 */
	List<String> dependents(WorkerAttributes attributes) {
		return this.needing.stream().filter(attributes::isSet).toList();
	}

	/**
	 * Returns the composed annotation of this type.
	 * @return the annotation as it is written
	 */
	String label() {
		return "@" + this.composed.getSimpleName();
	}

	/**
	 * Returns what excludes what.
	 * @return the attributes of all families
	 */
	static String exclusiveSets() {
		return Stream.of(values())
			.map((family) -> family.noun + " (" + String.join(", ", family.making) + ")")
			.collect(Collectors.joining(", "));
	}

}
