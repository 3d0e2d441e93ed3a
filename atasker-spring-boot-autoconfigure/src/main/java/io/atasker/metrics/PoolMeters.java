package io.atasker.metrics;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

import io.atasker.supervisor.PoolStatistics;
import io.atasker.supervisor.Priority;
import io.atasker.supervisor.Supervisor;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/**
 * The meters of one supervisor in one registry: its own, and those that each executor
 * has.
 */
final class PoolMeters {

	/** What the names of the beans begin with, which other executors have as name too. */
	private static final String BEAN = "atasker.supervisor.";

	private final PoolStatistics pool;

	private final MeterRegistrar own;

	private final MeterRegistrar executor;

	PoolMeters(MeterRegistry registry, Supervisor supervisor) {
		this.pool = supervisor.statistics();
		this.own = new MeterRegistrar(registry, Tags.of(MeterTag.SUPERVISOR.asString(), supervisor.name()));
		this.executor = new MeterRegistrar(registry, Tags.of(MeterTag.NAME.asString(), BEAN + supervisor.name()));
		registerOwn();
		registerAsExecutor();
	}

	private void registerOwn() {
		for (Priority priority : Priority.values()) {
			Tags tags = Tags.of(MeterTag.PRIORITY.asString(), priority.name().toLowerCase(Locale.ROOT));
			this.own.gauge(AtaskerMeters.POOL_RUNNING, tags, this.pool, (pool) -> pool.running(priority));
			this.own.gauge(AtaskerMeters.POOL_WAITING, tags, this.pool, (pool) -> pool.waiting(priority));
			this.own.gauge(AtaskerMeters.POOL_LIMIT, tags, this.pool, (pool) -> pool.limits().limit(priority));
			this.own.counter(AtaskerMeters.POOL_LATE, tags, this.pool, (pool) -> pool.late(priority));
		}
		this.own.nanos(AtaskerMeters.POOL_OLDEST_WAITING, this.pool, PoolStatistics::oldestWaiting);
		this.own.gauge(AtaskerMeters.POOL_THREADS, Tags.empty(), this.pool, PoolStatistics::threads);
		this.own.gauge(AtaskerMeters.POOL_ABANDONED, Tags.empty(), this.pool, PoolStatistics::abandoned);
	}

	private void registerAsExecutor() {
		gauge(AtaskerMeters.EXECUTOR_ACTIVE, (pool) -> sum(pool::running));
		gauge(AtaskerMeters.EXECUTOR_QUEUED, (pool) -> sum(pool::waiting));
		gauge(AtaskerMeters.EXECUTOR_POOL_SIZE, PoolStatistics::threads);
		gauge(AtaskerMeters.EXECUTOR_POOL_CORE, (pool) -> pool.limits().limit(Priority.LOW));
		gauge(AtaskerMeters.EXECUTOR_POOL_MAX, (pool) -> pool.limits().limit(Priority.HIGH));
		this.executor.counter(AtaskerMeters.EXECUTOR_COMPLETED, Tags.empty(), this.pool, PoolStatistics::completed);
	}

	private void gauge(AtaskerMeters meter, ToDoubleFunction<PoolStatistics> value) {
		this.executor.gauge(meter, Tags.empty(), this.pool, value);
	}

	private static long sum(ToLongFunction<Priority> number) {
		return Arrays.stream(Priority.values()).mapToLong(number).sum();
	}

	void close() {
		this.own.close();
		this.executor.close();
	}

}
