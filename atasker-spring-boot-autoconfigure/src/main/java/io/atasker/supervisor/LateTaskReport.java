package io.atasker.supervisor;

import java.time.Instant;

/**
 * A task waits for its slot for too long: what a {@link LateTaskHandler} is told, with
 * where and when.
 *
 * @param supervisor the name of the supervisor
 * @param at when
 * @param level how long is too long
 * @param task the task, which still waits
 */
public record LateTaskReport(String supervisor, Instant at, Level level, LateTask task) {

	/**
	 * How long is too long.
	 */
	public enum Level {

		/** Longer than the threshold of the warning. */
		WARNING,

		/** Longer than the critical threshold. */
		CRITICAL

	}

}
