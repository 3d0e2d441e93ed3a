package io.atasker.autoconfigure;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;

import io.atasker.annotation.ExecutorChoice;
import io.atasker.supervisor.Priority;
import io.atasker.worker.ErrorPolicy;
import io.atasker.worker.RunOn;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of a worker, or of all: the attributes of its annotation.
 *
 * @param enabled Whether the worker can run at all.
 * @param autoStart Whether the worker starts with the application.
 * @param priority Priority of its executions.
 * @param concurrency Number of executions that may run at once, 65535 at most, or
 * "processors" for as many as the JVM has processors.
 * @param executor Where the executor runs.
 * @param supervisor Name of the supervisor that the worker runs under.
 * @param loop Name of the event loop of an asynchronous worker.
 * @param pollDelay Least pause from the end of an execution to the launch of the next.
 * @param timeout Time after which an execution is cancelled.
 * @param timeoutGrace Time that an execution may go on after its timeout has interrupted
 * it; then its slot is given to others.
 * @param stopTimeout Time that a stop waits for running executions.
 * @param interruptOnStop Whether a stop interrupts running executions at once.
 * @param runOn Number of nodes that the worker runs on.
 * @param errorPolicy What the worker does after an execution failed.
 * @param retry How often and when a failed item of a queue worker is tried again.
 * @param controlRoles Roles that may act on the worker; anybody who may act at all when
 * there are none.
 * @param critical Whether the worker's failure counts for the readiness of the
 * application.
 * @param capacity Number of items that the queue of a queue worker takes.
 * @param provider Name of the provider that keeps the queue of a queue worker.
 * @param settle Time that an event worker waits after a trigger so that more may join.
 * @param runOnStart Whether an event worker runs when it is started.
 * @param interval Time from start to start of an interval worker's executions.
 * @param delay Time from the end of an interval worker's execution to the start of the
 * next.
 * @param delayBefore Pause before each launch of an interval worker.
 * @param initialDelay Time from the start of an interval worker to its first execution.
 * @param cron Cron expression with six fields that says when an interval worker runs, or
 * "-" for by trigger only.
 * @param zone Time zone of the cron expression.
 * @param jitter Random time by which each launch of an interval worker is shifted at
 * most.
 * @param arguments Arguments of the executor by name, for starts that do not give their
 * own.
 */
record WorkerProperties(@Nullable Boolean enabled, @Nullable Boolean autoStart, @Nullable Priority priority,
		@Nullable String concurrency, @Nullable ExecutorChoice executor, @Nullable String supervisor,
		@Nullable String loop, @Nullable Duration pollDelay, @Nullable Duration timeout,
		@Nullable Duration timeoutGrace, @Nullable Duration stopTimeout, @Nullable Boolean interruptOnStop,
		@Nullable RunOn runOn, @Nullable ErrorPolicy errorPolicy,
		@NestedConfigurationProperty @Nullable RetryProperties retry, @Nullable Set<String> controlRoles,
		@Nullable Boolean critical, @Nullable Long capacity, @Nullable String provider, @Nullable Duration settle,
		@Nullable Boolean runOnStart, @Nullable Duration interval, @Nullable Duration delay,
		@Nullable Duration delayBefore, @Nullable Duration initialDelay, @Nullable String cron, @Nullable ZoneId zone,
		@Nullable Duration jitter, @DefaultValue Map<String, String> arguments) {

	/**
	 * Returns whether nothing is set, as is the case for the defaults of most
	 * applications.
	 * @return whether it is so
	 */
	boolean isEmpty() {
		return this.arguments.isEmpty() && areNull(this.enabled, this.autoStart, this.priority, this.concurrency,
				this.executor, this.supervisor, this.loop, this.pollDelay, this.timeout, this.timeoutGrace,
				this.stopTimeout, this.interruptOnStop, this.runOn, this.errorPolicy, this.retry, this.controlRoles,
				this.critical, this.capacity, this.provider, this.settle, this.runOnStart, this.interval, this.delay,
				this.delayBefore, this.initialDelay, this.cron, this.zone, this.jitter);
	}

	private static boolean areNull(@Nullable Object... values) {
		for (Object value : values) {
			if (value != null) {
				return false;
			}
		}
		return true;
	}

}
