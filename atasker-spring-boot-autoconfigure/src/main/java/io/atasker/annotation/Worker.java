package io.atasker.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Queue;

import io.atasker.supervisor.Priority;
import io.atasker.worker.ErrorPolicy;
import io.atasker.worker.RunOn;

import org.springframework.aot.hint.annotation.Reflective;
import org.springframework.core.annotation.AliasFor;

/**
 * Makes a background worker of a method of a bean, or of a bean's class whose executor is
 * its method {@code run}.
 * <p>
 * Which type of worker it is follows from the attributes: {@link #queue()} and
 * {@link #queueType()} make a queue worker; {@link #event()}, {@link #on()},
 * {@link #settle()} and {@link #runOnStart()} an event worker; {@link #interval()},
 * {@link #delay()}, {@link #delayBefore()}, {@link #initialDelay()}, {@link #cron()},
 * {@link #zone()} and {@link #jitter()} an interval worker; without any of them it is a
 * continuous worker, which is launched again and again. They exclude each other.
 * {@link QueueWorker}, {@link EventWorker} and {@link IntervalWorker} are composed from
 * this annotation and show only what is legal for their type; annotations of your own can
 * be composed in the same way.
 * <p>
 * The method may ask for the item of a queue worker, for the
 * {@link io.atasker.worker.WorkContext} and for {@linkplain Argument arguments}. One that
 * returns a {@link java.util.concurrent.CompletionStage} or a reactive type, or is a
 * Kotlin suspending function, is called on an event loop and is done when what it
 * returned is; every other method runs on a thread of the supervisor's pool. A method
 * that returns {@code false} stops its worker. It is called through the bean's proxy, so
 * that transactions and other advice apply; the bean has to be a singleton. An annotated
 * class may also have a method {@code processResult}, which is given what {@code run}
 * returned, and may implement {@link io.atasker.worker.WorkerHooks}.
 * <p>
 * Each worker is a bean of the type of its handle, such as
 * {@code BackgroundQueueWorker<Order>}, and can be injected anywhere: by that type, by
 * {@code @Qualifier("<name>")}, or by the name of the parameter, {@code <name>Worker}.
 * The name of the bean is {@code atasker.worker.<name>}.
 * <p>
 * All text resolves <code>${...}</code> and <code>#{...}</code> and counts as unset when
 * it comes to nothing. Durations have a unit, such as {@code 500ms}, {@code 5s},
 * {@code 2m} or {@code PT1M30S}; zero is only legal where it means "none". What is unset
 * has the value of the property {@code atasker.defaults.*}; what is set gives way to
 * {@code atasker.workers.<name>.*}.
 */
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective
public @interface Worker {

	/**
	 * The name of the worker, as {@link #name()}.
	 * @return a name
	 */
	@AliasFor("name")
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
	@AliasFor("value")
	String name() default "";

	/**
	 * Whether it is a queue worker, which runs once per item that is put. The item is the
	 * first parameter of the method that is neither a
	 * {@link io.atasker.worker.WorkContext} nor an {@link Argument}.
	 * @return whether it is, {@code false} when unset
	 */
	boolean queue() default false;

	/**
	 * The class of the queue, such as {@link java.util.PriorityQueue}; makes it a queue
	 * worker. In a priority queue items are ordered by the bean of type
	 * {@link java.util.Comparator} for their type, if there is exactly one, or else by
	 * their natural order; equal items are first in, first out.
	 * @return a class, first in first out when unset
	 */
	@SuppressWarnings("rawtypes")
	Class<? extends Queue> queueType() default Queue.class;

	/**
	 * How many items may wait. One more is refused with a
	 * {@link io.atasker.queue.QueueFullException}. For queue workers only.
	 * @return a number, 100 000 when unset
	 */
	String capacity() default "";

	/**
	 * Who keeps the queue: {@code memory}, or {@code jdbc} for one that survives the JVM
	 * and is shared by several. For queue workers only.
	 * @return the name of a queue provider, {@code memory} when unset
	 */
	String provider() default "";

	/**
	 * How often and when a failed item is tried again. For queue workers only.
	 * @return one {@link Retry}, never again when unset
	 */
	Retry[] retry() default {};

	/**
	 * Whether it is an event worker, which runs when it is triggered. A trigger is never
	 * lost: during a run exactly one more follows, however many triggers came.
	 * @return whether it is, {@code false} when unset
	 */
	boolean event() default false;

	/**
	 * Types of application events that trigger it: subclasses of
	 * {@link org.springframework.context.ApplicationEvent}, or of any other object that
	 * is published; makes it an event worker. An event that is published within a
	 * transaction triggers after the commit. The event itself is not passed on, since one
	 * run may serve many events.
	 * @return types, none when unset
	 */
	Class<?>[] on() default {};

	/**
	 * How long a run waits after the first trigger so that more may join; makes it an
	 * event worker.
	 * @return a duration, none when unset
	 */
	String settle() default "";

	/**
	 * Whether it also runs when it is started, without a trigger; makes it an event
	 * worker.
	 * @return one value, {@code false} when unset
	 */
	boolean[] runOnStart() default {};

	/**
	 * The time from start to start, on a fixed grid without drift; makes it an interval
	 * worker. Runs do not overlap unless {@link #concurrency()} is more than 1; what a
	 * long run misses is counted and not made up for. Excludes {@link #delay()} and
	 * {@link #cron()}.
	 * @return a duration, none when unset
	 */
	String interval() default "";

	/**
	 * The time from the end of any run to the start of the next; makes it an interval
	 * worker. Excludes {@link #interval()} and {@link #cron()}.
	 * @return a duration, none when unset
	 */
	String delay() default "";

	/**
	 * A pause before each launch: alone it makes "pause, run, repeat", with an interval
	 * it is inside the interval; makes it an interval worker. A trigger skips it.
	 * Excludes {@link #cron()}.
	 * @return a duration, none when unset
	 */
	String delayBefore() default "";

	/**
	 * How long after its start an interval worker is due for the first time.
	 * @return a duration, none when unset
	 */
	String initialDelay() default "";

	/**
	 * When it runs, by calendar: a cron expression of
	 * {@link org.springframework.scheduling.support.CronExpression} with six fields, a
	 * macro such as {@code @daily}, or {@code -} for by trigger only; makes it an
	 * interval worker. Excludes {@link #interval()}, {@link #delay()} and
	 * {@link #delayBefore()}.
	 * @return an expression, none when unset
	 */
	String cron() default "";

	/**
	 * The time zone of {@link #cron()}, such as {@code Europe/Paris}.
	 * @return the id of a zone, that of the JVM when unset
	 */
	String zone() default "";

	/**
	 * Each single launch of an interval worker is shifted by a random part of this, the
	 * grid never is.
	 * @return a duration, none when unset
	 */
	String jitter() default "";

	/**
	 * How urgent its executions are. Without effect for asynchronous methods, which need
	 * no slot.
	 * @return one priority, {@link Priority#NORMAL} when unset
	 */
	Priority[] priority() default {};

	/**
	 * How many of its executions may run at once, or {@code processors} for as many as
	 * the JVM has processors. Always 1 for event workers.
	 * @return a number, 1 when unset
	 */
	String concurrency() default "";

	/**
	 * Where the method runs.
	 * @return a choice, {@link ExecutorChoice#AUTO} when unset
	 */
	ExecutorChoice executor() default ExecutorChoice.AUTO;

	/**
	 * On which event loop an asynchronous method is called: the name of a loop of the
	 * supervisor, or of a bean that is an {@link java.util.concurrent.Executor} or a
	 * Reactor {@code Scheduler}. For asynchronous methods only.
	 * @return a name, the default loop when unset
	 */
	String loop() default "";

	/**
	 * Under which supervisor it runs.
	 * @return a name, {@code default} when unset
	 */
	String supervisor() default "";

	/**
	 * The least pause from the end of an execution to the launch of the next.
	 * @return a duration, {@code atasker.supervisor.poll-delay} when unset, which is none
	 * by default
	 */
	String pollDelay() default "";

	/**
	 * How long one execution may take before it is cancelled. {@code 0s} is for any time.
	 * @return a duration, any time when unset
	 */
	String timeout() default "";

	/**
	 * How long an execution that was interrupted by its timeout may go on before its slot
	 * is given to others, such as "30s"; 10 s by default.
	 * @return the duration
	 */
	String timeoutGrace() default "";

	/**
	 * How long a stop waits for what runs. Near its end what still runs is interrupted.
	 * @return a duration, 30 s when unset
	 */
	String stopTimeout() default "";

	/**
	 * Whether a stop interrupts what runs at once.
	 * @return one value, {@code false} when unset
	 */
	boolean[] interruptOnStop() default {};

	/**
	 * On how many nodes of a cluster it runs. {@link RunOn#ONE_NODE} needs a place for
	 * leases, such as a database. Not for queue workers.
	 * @return one value, {@link RunOn#EVERY_NODE} when unset
	 */
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
	String onResult() default "";

	/**
	 * What the worker does after an execution failed.
	 * @return one policy, {@link ErrorPolicy#CONTINUE} when unset
	 */
	ErrorPolicy[] errorPolicy() default {};

	/**
	 * Whether it starts with its supervisor.
	 * @return one value, {@code true} when unset
	 */
	boolean[] autoStart() default {};

	/**
	 * The roles that may act on it over HTTP; a text may name several, separated by
	 * commas.
	 * @return roles, everybody who may act on workers at all when unset
	 */
	String[] controlRoles() default {};

	/**
	 * Whether its failure counts for the readiness of the application.
	 * @return one value, {@code false} when unset
	 */
	boolean[] critical() default {};

}
