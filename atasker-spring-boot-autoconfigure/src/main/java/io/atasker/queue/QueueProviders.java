package io.atasker.queue;

import org.jspecify.annotations.Nullable;

/**
 * The engines of queues that there are beside the one in memory, by the ids by which
 * workers name them. Implementations are safe from any thread.
 */
@FunctionalInterface
public interface QueueProviders {

	/** There are none. */
	QueueProviders NONE = (id) -> null;

	/**
	 * Finds an engine.
	 * @param id the id, see {@link WorkerQueueProvider#id()}
	 * @return the engine, or {@code null} if there is none of that id
	 */
	@Nullable WorkerQueueProvider find(String id);

	/**
	 * Says what to do to have an engine that was not found.
	 * @param id the id
	 * @return a sentence without a full stop
	 */
	default String advice(String id) {
		return "Use memory, which is the only one there is";
	}

}
