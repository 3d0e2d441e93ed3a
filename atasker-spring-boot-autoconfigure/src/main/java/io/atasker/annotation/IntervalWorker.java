package io.atasker.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.atasker.supervisor.Priority;
import io.atasker.worker.ErrorPolicy;
import io.atasker.worker.RunOn;

import org.springframework.core.annotation.AliasFor;

/**
 * Makes an interval worker, which runs by interval, delay or calendar, and when it is
 * triggered: {@link Worker} with what is legal for interval workers. Its handle is a
 * {@link io.atasker.worker.BackgroundIntervalWorker}.
 * <p>
 * All text resolves <code>${...}</code> and <code>#{...}</code> and counts as unset when
 * it comes to nothing. Durations have a unit, such as {@code 500ms}, {@code 5s},
 * {@code 2m} or {@code PT1M30S}; zero is only legal where it means "none". What is unset
 * has the value of the property {@code atasker.defaults.*}; what is set gives way to
 * {@code atasker.workers.<name>.*}. One of {@link #interval()}, {@link #delay()},
 * {@link #delayBefore()} and {@link #cron()} has to be set here or there.
 */
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Worker
public @interface IntervalWorker {

	/**
	 * The time from start to start, as {@link #interval()}.
	 * @return a duration
	 */
	@AliasFor(annotation = Worker.class, attribute = "interval")
	String value() default "";

	/**
	 * The name of the worker: letters, digits, '-' and '_', at most 60 characters,
	 * beginning with a letter or digit. Names are compared without case and punctuation,
	 * and no two workers of an application may have the same.
	 * <p>
	 * Resolves <code>${...}</code> and <code>#{...}</code>, where {@code beanName} is the
	 * name of the bean; other beans cannot be used here, since names are needed before
	 * there are any.
	 * @return a name; when unset that of the method, for a class that of the bean
	 */
	@AliasFor(annotation = Worker.class)
	String name() default "";

	/**
	 * The time from start to start, on a fixed grid without drift. Runs do not overlap
	 * unless {@link #concurrency()} is more than 1; what a long run misses is counted and
	 * not made up for. Excludes {@link #delay()} and {@link #cron()}.
	 * @return a duration, none when unset
	 */
	@AliasFor(annotation = Worker.class)
	String interval() default "";

	/**
	 * The time from the end of any run to the start of the next. Excludes
	 * {@link #interval()} and {@link #cron()}.
	 * @return a duration, none when unset
	 */
	@AliasFor(annotation = Worker.class)
	String delay() default "";

	/**
	 * A pause before each launch: alone it makes "pause, run, repeat", with an interval
	 * it is inside the interval. A trigger skips it. Excludes {@link #cron()}.
	 * @return a duration, none when unset
	 */
	@AliasFor(annotation = Worker.class)
	String delayBefore() default "";

	/**
	 * How long after its start an interval worker is due for the first time.
	 * @return a duration, none when unset
	 */
	@AliasFor(annotation = Worker.class)
	String initialDelay() default "";

	/**
	 * When it runs, by calendar: a cron expression of
	 * {@link org.springframework.scheduling.support.CronExpression} with six fields, a
	 * macro such as {@code @daily}, or {@code -} for by trigger only. Excludes
	 * {@link #interval()}, {@link #delay()} and {@link #delayBefore()}.
	 * @return an expression, none when unset
	 */
	@AliasFor(annotation = Worker.class)
	String cron() default "";

	/**
	 * The time zone of {@link #cron()}, such as {@code Europe/Paris}.
	 * @return the id of a zone, that of the JVM when unset
	 */
	@AliasFor(annotation = Worker.class)
	String zone() default "";

	/**
	 * Each single launch of an interval worker is shifted by a random part of this, the
	 * grid never is.
	 * @return a duration, none when unset
	 */
	@AliasFor(annotation = Worker.class)
	String jitter() default "";

	/**
	 * How urgent its executions are. Without effect for asynchronous methods, which need
	 * no slot.
	 * @return one priority, {@link Priority#NORMAL} when unset
	 */
	@AliasFor(annotation = Worker.class)
	Priority[] priority() default {};

	/**
	 * How many of its executions may run at once, or {@code processors} for as many as
	 * the JVM has processors.
	 * @return a number, 1 when unset
	 */
	@AliasFor(annotation = Worker.class)
	String concurrency() default "";

	/**
	 * Where the method runs.
	 * @return a choice, {@link ExecutorChoice#AUTO} when unset
	 */
	@AliasFor(annotation = Worker.class)
	ExecutorChoice executor() default ExecutorChoice.AUTO;

	/**
	 * On which event loop an asynchronous method is called: the name of a loop of the
	 * supervisor, or of a bean that is an {@link java.util.concurrent.Executor} or a
	 * Reactor {@code Scheduler}. For asynchronous methods only.
	 * @return a name, the default loop when unset
	 */
	@AliasFor(annotation = Worker.class)
	String loop() default "";

	/**
	 * Under which supervisor it runs.
	 * @return a name, {@code default} when unset
	 */
	@AliasFor(annotation = Worker.class)
	String supervisor() default "";

	/**
	 * The least pause from the end of an execution to the launch of the next.
	 * @return a duration, {@code atasker.supervisor.poll-delay} when unset, which is none
	 * by default
	 */
	@AliasFor(annotation = Worker.class)
	String pollDelay() default "";

	/**
	 * How long one execution may take before it is cancelled. {@code 0s} is for any time.
	 * @return a duration, any time when unset
	 */
	@AliasFor(annotation = Worker.class)
	String timeout() default "";

	/**
	 * How long an execution that was interrupted by its timeout may go on before its slot
	 * is given to others, such as "30s"; 10 s by default.
	 * @return the duration
	 */
	@AliasFor(annotation = Worker.class)
	String timeoutGrace() default "";

	/**
	 * How long a stop waits for what runs. Near its end what still runs is interrupted.
	 * @return a duration, 30 s when unset
	 */
	@AliasFor(annotation = Worker.class)
	String stopTimeout() default "";

	/**
	 * Whether a stop interrupts what runs at once.
	 * @return one value, {@code false} when unset
	 */
	@AliasFor(annotation = Worker.class)
	boolean[] interruptOnStop() default {};

	/**
	 * On how many nodes of a cluster it runs. {@link RunOn#ONE_NODE} needs a place for
	 * leases, such as a database.
	 * @return one value, {@link RunOn#EVERY_NODE} when unset
	 */
	@AliasFor(annotation = Worker.class)
	RunOn[] runOn() default {};

	/**
	 * What is told of failures, in place of the log: <code>#method</code> of the same
	 * bean, whose parameters may be the exception, the
	 * {@link io.atasker.worker.WorkerFailure}, the item and the
	 * {@link io.atasker.worker.WorkContext} in any order, or the name of a bean that is a
	 * {@link io.atasker.worker.WorkerErrorHandler}.
	 * @return a method or a bean; when unset the bean {@code ataskerErrorHandler}, or
	 * else the log
	 */
	@AliasFor(annotation = Worker.class)
	String onError() default "";

	/**
	 * What is given the results; for asynchronous methods what their stage came to:
	 * <code>#method</code> of the same bean, whose parameters may be the result, the item
	 * and the {@link io.atasker.worker.WorkContext} in any order, or the name of a bean
	 * that is a {@link io.atasker.worker.WorkerResultHandler}. What it throws fails the
	 * execution; the worker stops when it returns {@code false}.
	 * @return a method or a bean; when unset the method {@code processResult} of an
	 * annotated class, none otherwise
	 */
	@AliasFor(annotation = Worker.class)
	String onResult() default "";

	/**
	 * What the worker does after an execution failed.
	 * @return one policy, {@link ErrorPolicy#CONTINUE} when unset
	 */
	@AliasFor(annotation = Worker.class)
	ErrorPolicy[] errorPolicy() default {};

	/**
	 * Whether it starts with its supervisor.
	 * @return one value, {@code true} when unset
	 */
	@AliasFor(annotation = Worker.class)
	boolean[] autoStart() default {};

	/**
	 * The roles that may act on it over HTTP; a text may name several, separated by
	 * commas.
	 * @return roles, everybody who may act on workers at all when unset
	 */
	@AliasFor(annotation = Worker.class)
	String[] controlRoles() default {};

	/**
	 * Whether its failure counts for the readiness of the application.
	 * @return one value, {@code false} when unset
	 */
	@AliasFor(annotation = Worker.class)
	boolean[] critical() default {};

}
