package io.atasker.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How often and when a failed item of a queue worker is tried again. The names are those
 * of Spring's retry. All text resolves <code>${...}</code> and <code>#{...}</code>;
 * durations have a unit, such as {@code 500ms}, {@code 5s}, {@code 2m} or
 * {@code PT1M30S}, or are {@code 0s} for none.
 * <p>
 * While an item waits for its next attempt it holds neither slot nor thread and others
 * overtake it. An item that fails for the last time goes to the
 * {@linkplain io.atasker.worker.BackgroundQueueWorker#deadLetters() dead letters}.
 */
@Target({})
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Retry {

	/**
	 * How often an item is tried again after its first attempt, from 0.
	 * @return a number, 3 when unset
	 */
	String maxRetries() default "";

	/**
	 * The pause before the first retry.
	 * @return a duration, 1 s when unset
	 */
	String delay() default "";

	/**
	 * By how much each further pause is longer than the one before, at least 1.
	 * @return a number such as {@code 1.5}, 2 when unset
	 */
	String multiplier() default "";

	/**
	 * The longest pause, however often an item failed.
	 * @return a duration, 30 s when unset
	 */
	String maxDelay() default "";

	/**
	 * Each pause is lengthened by a random part of this, so that items that failed
	 * together do not come back together.
	 * @return a duration, none when unset
	 */
	String jitter() default "";

	/**
	 * Only exceptions of these types are tried again.
	 * @return types, all when unset
	 */
	Class<? extends Throwable>[] includes() default {};

	/**
	 * Exceptions of these types are not tried again, even if they are included.
	 * @return types, none when unset
	 */
	Class<? extends Throwable>[] excludes() default {};

}
