package io.atasker.worker;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import io.atasker.supervisor.Priority;
import org.jspecify.annotations.Nullable;

/**
 * Options of one start. They last for that start: a later start without them has the
 * configured values again.
 *
 * @param label what {@link WorkContext#name()} returns; {@code null} for the worker's
 * name
 * @param priority the priority; {@code null} as configured
 * @param attachment what {@link WorkContext#attachment()} returns; {@code null} as
 * defined
 * @param interval the interval; {@code null} as configured
 * @param delay the delay; {@code null} as configured
 * @param delayBefore the pause before each launch; {@code null} as configured
 * @param loop the event loop; {@code null} as configured
 * @param arguments what executors get by {@code @Argument}, on top of the configured ones
 */
public record StartOptions(@Nullable String label, @Nullable Priority priority, @Nullable Object attachment,
		@Nullable Duration interval, @Nullable Duration delay, @Nullable Duration delayBefore, @Nullable String loop,
		Map<String, Object> arguments) {

	/** Nothing set. */
	public static final StartOptions NONE = new StartOptions(null, null, null, null, null, null, null, Map.of());

	/**
	 * Copies the arguments.
	 */
	public StartOptions {
		arguments = Map.copyOf(arguments);
	}

	/**
	 * Begins options.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Returns whether nothing is set.
	 * @return whether this equals {@link #NONE}
	 */
	public boolean isEmpty() {
		return equals(NONE);
	}

	/**
	 * Builds {@link StartOptions}.
	 */
	public static final class Builder {

		private @Nullable String label;

		private @Nullable Priority priority;

		private @Nullable Object attachment;

		private @Nullable Duration interval;

		private @Nullable Duration delay;

		private @Nullable Duration delayBefore;

		private @Nullable String loop;

		private final Map<String, Object> arguments = new LinkedHashMap<>();

		private Builder() {
		}

		/**
		 * Sets the label.
		 * @param label the label
		 * @return this
		 */
		public Builder label(@Nullable String label) {
			this.label = label;
			return this;
		}

		/**
		 * Sets the priority.
		 * @param priority the priority
		 * @return this
		 */
		public Builder priority(@Nullable Priority priority) {
			this.priority = priority;
			return this;
		}

		/**
		 * Sets the attachment.
		 * @param attachment any object
		 * @return this
		 */
		public Builder attachment(@Nullable Object attachment) {
			this.attachment = attachment;
			return this;
		}

		/**
		 * Sets the interval.
		 * @param interval the interval
		 * @return this
		 */
		public Builder interval(@Nullable Duration interval) {
			this.interval = interval;
			return this;
		}

		/**
		 * Sets the delay.
		 * @param delay the delay
		 * @return this
		 */
		public Builder delay(@Nullable Duration delay) {
			this.delay = delay;
			return this;
		}

		/**
		 * Sets the pause before each launch.
		 * @param delayBefore the pause
		 * @return this
		 */
		public Builder delayBefore(@Nullable Duration delayBefore) {
			this.delayBefore = delayBefore;
			return this;
		}

		/**
		 * Sets the event loop.
		 * @param loop the name of the loop
		 * @return this
		 */
		public Builder loop(@Nullable String loop) {
			this.loop = loop;
			return this;
		}

		/**
		 * Adds an argument.
		 * @param name the name
		 * @param value the value
		 * @return this
		 */
		public Builder argument(String name, Object value) {
			this.arguments.put(name, value);
			return this;
		}

		/**
		 * Builds the options.
		 * @return the options
		 */
		public StartOptions build() {
			return new StartOptions(this.label, this.priority, this.attachment, this.interval, this.delay,
					this.delayBefore, this.loop, this.arguments);
		}

	}

}
