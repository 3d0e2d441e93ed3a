package io.atasker.supervisor;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How a task is to be run.
 *
 * @param name what the task is called in thread names, logs and reports; {@code null} for
 * "task"
 * @param id by which {@link Supervisor#task(String)} finds it while it is not finished;
 * {@code null} for one that the supervisor makes up
 * @param priority the priority, {@link Priority#NORMAL} by default
 * @param delay how long to wait before it is queued; it holds no slot meanwhile
 */
public record TaskOptions(@Nullable String name, @Nullable String id, Priority priority, Duration delay) {

	/** No name, no id, normal priority, no delay. */
	public static final TaskOptions DEFAULTS = new TaskOptions(null, null, Priority.NORMAL, Duration.ZERO);

	/**
	 * Checks the delay.
	 * @throws IllegalArgumentException if it is negative
	 */
	public TaskOptions {
		if (delay.isNegative()) {
			throw new IllegalArgumentException("delay must not be negative, but is " + delay);
		}
	}

	/**
	 * Returns options with the given name.
	 * @param name the name
	 * @return the options
	 */
	public static TaskOptions named(String name) {
		return DEFAULTS.withName(name);
	}

	/**
	 * Returns options with the given priority.
	 * @param priority the priority
	 * @return the options
	 */
	public static TaskOptions of(Priority priority) {
		return DEFAULTS.withPriority(priority);
	}

	/**
	 * Returns a copy with another name.
	 * @param name the name
	 * @return the copy
	 */
	public TaskOptions withName(String name) {
		return new TaskOptions(name, this.id, this.priority, this.delay);
	}

	/**
	 * Returns a copy with another id.
	 * @param id the id
	 * @return the copy
	 */
	public TaskOptions withId(String id) {
		return new TaskOptions(this.name, id, this.priority, this.delay);
	}

	/**
	 * Returns a copy with another priority.
	 * @param priority the priority
	 * @return the copy
	 */
	public TaskOptions withPriority(Priority priority) {
		return new TaskOptions(this.name, this.id, priority, this.delay);
	}

	/**
	 * Returns a copy with another delay.
	 * @param delay the delay
	 * @return the copy
	 */
	public TaskOptions withDelay(Duration delay) {
		return new TaskOptions(this.name, this.id, this.priority, delay);
	}

}
