package io.atasker.worker;

import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The user's code that a worker runs, in the form that fits every worker type and
 * executor kind.
 */
@FunctionalInterface
public interface WorkerExecutor {

	/**
	 * Runs once.
	 * @param item the item, {@code null} if the worker has none
	 * @param context the context
	 * @return the result; a {@link java.util.concurrent.CompletionStage} of it for
	 * {@link ExecutorKind#LOOP}. {@link Boolean#FALSE} stops the worker
	 * @throws Throwable if it fails
	 */
	@Nullable Object execute(@Nullable Object item, WorkContext context) throws Throwable;

	/**
	 * Names the arguments that it is given.
	 * @return the names that it is known to have a use for, none by default
	 */
	default Set<String> arguments() {
		return Set.of();
	}

	/**
	 * Returns whether it may have a use for other arguments than those that
	 * {@link #arguments()} names. Where it has none others are refused.
	 * @return whether it may, as is the case by default, since it can ask the context
	 */
	default boolean takesOtherArguments() {
		return true;
	}

	/**
	 * Checks values of arguments before a start with them, and those of the configuration
	 * when the worker is defined. Must not have an effect; by default everything is
	 * taken.
	 * @param arguments values by name, some of those that it will be given
	 * @throws IllegalArgumentException if one cannot be used
	 */
	default void checkArguments(Map<String, Object> arguments) {
	}

}
