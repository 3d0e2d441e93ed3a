package io.atasker.queue;

import java.util.Objects;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What a worker wants its queue to be.
 *
 * @param name the name of the queue, the same on all nodes: letters, digits, dots,
 * hyphens and underscores, 60 at most
 * @param kind what the queue is for
 * @param credit how many messages may be unsettled on this node at first, which is the
 * concurrency of the worker, at least 1; see {@link Subscription#credit(int)}
 * @param capacity how many messages may wait before a put is refused, at least 1;
 * unsettled ones do not count
 * @param priorityLevels how many priorities there are: messages have a priority from 0 to
 * one less
 * @param clusterSequential whether at most one message is in progress in the whole
 * cluster
 * @param codec turns payloads into bytes; {@code null} where the engine needs none
 */
public record QueueSpec(String name, Kind kind, int credit, long capacity, int priorityLevels,
		boolean clusterSequential, @Nullable PayloadCodec codec) {

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,60}");

	/**
	 * Checks the parts.
	 */
	public QueueSpec {
		Objects.requireNonNull(kind, "'kind' must not be null");
		if (!NAME.matcher(name).matches()) {
			throw new IllegalArgumentException(
					"name of a queue must match '%s', unlike '%s'".formatted(NAME.pattern(), name));
		}
		requirePositive(name, "credit", credit);
		requirePositive(name, "priorityLevels", priorityLevels);
		requirePositive(name, "capacity", capacity);
	}

	private static void requirePositive(String queue, String part, long value) {
		if (value < 1) {
			throw new IllegalArgumentException(
					"%s of queue '%s' must be at least 1, not %d".formatted(part, queue, value));
		}
	}

	/**
	 * Requires that an engine has what this asks for; for those who implement
	 * {@link WorkerQueueProvider#open(QueueSpec)}.
	 * @param provider the engine
	 * @throws IllegalArgumentException if it lacks a feature, or needs a codec, which is
	 * missing
	 */
	public void requireOf(WorkerQueueProvider provider) {
		if (this.clusterSequential) {
			require(provider, QueueFeature.CLUSTER_SEQUENTIAL);
		}
		if (this.kind == Kind.SIGNAL) {
			require(provider, QueueFeature.SIGNAL);
		}
		if (this.codec == null && provider.features().contains(QueueFeature.DURABLE)) {
			throw new IllegalArgumentException(
					"queue '%s' has no codec, without which nothing can be stored".formatted(this.name));
		}
	}

	private void require(WorkerQueueProvider provider, QueueFeature feature) {
		if (!provider.features().contains(feature)) {
			throw new IllegalArgumentException("queue '%s' needs the feature %s, which provider %s does not have"
				.formatted(this.name, feature, provider.id()));
		}
	}

	/**
	 * Starts a specification with the defaults: kind {@link Kind#TASK}, a credit of 1, a
	 * capacity of {@value ItemQueues#DEFAULT_CAPACITY}, the priorities of
	 * {@link ItemQueue}, not sequential in the cluster, no codec.
	 * @param name the name of the queue
	 * @return a builder
	 */
	public static Builder named(String name) {
		return new Builder(name);
	}

	/**
	 * What a queue is for.
	 */
	public enum Kind {

		/** Each message is a piece of work, to be done at least once. */
		TASK,

		/**
		 * Messages are triggers: once a put has returned, at least one delivery begins
		 * later than that put, but any number of puts may share it.
		 */
		SIGNAL

	}

	/**
	 * Builds a {@link QueueSpec}. For one thread.
	 */
	public static final class Builder {

		private final String name;

		// Confined to the thread that builds, as all that follows.
		private Kind kind = Kind.TASK;

		private int credit = 1;

		private long capacity = ItemQueues.DEFAULT_CAPACITY;

		private int priorityLevels = ItemQueue.HIGHEST_PRIORITY + 1;

		private boolean clusterSequential;

		private @Nullable PayloadCodec codec;

		private Builder(String name) {
			this.name = name;
		}

		/**
		 * Sets the kind.
		 * @param kind what the queue is for
		 * @return this builder
		 */
		public Builder kind(Kind kind) {
			this.kind = kind;
			return this;
		}

		/**
		 * Sets the credit.
		 * @param credit how many messages may be unsettled at first
		 * @return this builder
		 */
		public Builder credit(int credit) {
			this.credit = credit;
			return this;
		}

		/**
		 * Sets the capacity.
		 * @param capacity how many messages may wait
		 * @return this builder
		 */
		public Builder capacity(long capacity) {
			this.capacity = capacity;
			return this;
		}

		/**
		 * Sets the number of priorities.
		 * @param priorityLevels how many priorities there are
		 * @return this builder
		 */
		public Builder priorityLevels(int priorityLevels) {
			this.priorityLevels = priorityLevels;
			return this;
		}

		/**
		 * Sets whether one message at a time is in progress in the whole cluster.
		 * @param clusterSequential whether it is so
		 * @return this builder
		 */
		public Builder clusterSequential(boolean clusterSequential) {
			this.clusterSequential = clusterSequential;
			return this;
		}

		/**
		 * Sets the codec.
		 * @param codec turns payloads into bytes
		 * @return this builder
		 */
		public Builder codec(@Nullable PayloadCodec codec) {
			this.codec = codec;
			return this;
		}

		/**
		 * Builds the specification.
		 * @return the specification
		 * @throws IllegalArgumentException if a part is out of range
		 */
		public QueueSpec build() {
			return new QueueSpec(this.name, this.kind, this.credit, this.capacity, this.priorityLevels,
					this.clusterSequential, this.codec);
		}

	}

}
