package io.atasker.autoconfigure;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of a supervisor.
 *
 * @param poolSize Number of executions that may run before one of low priority has to
 * wait; 0 for no limit.
 * @param reserveNormal Number of executions of normal or higher priority that may run
 * beyond the pool size.
 * @param reserveHigh Number of executions of high priority that may run beyond the pool
 * size and the reserve for normal priority.
 * @param minThreads Number of threads that are made at the start and never given up, or
 * "max" for as many as the limits allow.
 * @param virtualThreads Whether executions run on virtual threads, where the JVM has
 * them; follows spring.threads.virtual.enabled when it is not set.
 * @param daemon Whether the JVM may end while workers are started.
 * @param pollDelay Least pause between two launches of a worker that does not set its
 * own.
 * @param startWarningAfter Time of waiting for a slot after which a warning is given.
 * @param startCriticalAfter Time of waiting for a slot after which it is critical.
 * @param shutdownTimeout Deadline of the shutdown, in which accepted work is finished.
 * @param loops Event loops by name, beside the default one.
 * @param processPool Pool of child processes for static executors.
 */
record SupervisorProperties(@Nullable Integer poolSize, @Nullable Integer reserveNormal, @Nullable Integer reserveHigh,
		@Nullable String minThreads, @Nullable Boolean virtualThreads, @Nullable Boolean daemon,
		@Nullable Duration pollDelay, @Nullable Duration startWarningAfter, @Nullable Duration startCriticalAfter,
		@Nullable Duration shutdownTimeout, @DefaultValue Map<String, LoopProperties> loops,
		@NestedConfigurationProperty @Nullable ProcessPoolProperties processPool) {

}
