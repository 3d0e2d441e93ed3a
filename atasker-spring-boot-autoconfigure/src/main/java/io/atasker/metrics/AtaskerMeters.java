package io.atasker.metrics;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import org.jspecify.annotations.Nullable;

/**
 * All meters: their names, types, units and tags. Workers of a template share the tag of
 * that name.
 */
public enum AtaskerMeters implements MeterDocumentation {

	/** Executions that have ended, by outcome. */
	EXECUTIONS("atasker.executions", Meter.Type.COUNTER, "executions", "executions that have ended",
			MeterTag.WORKER_OUTCOME),

	/** How many executions there were and how long they took. */
	EXECUTION_TIME("atasker.execution.time", Meter.Type.TIMER, null, "duration of executions", MeterTag.OF_WORKER),

	/** Executions in progress. */
	ACTIVE("atasker.executions.active", Meter.Type.GAUGE, "executions", "executions in progress", MeterTag.OF_WORKER),

	/** Executions in progress that are beyond their timeout. */
	STUCK("atasker.executions.stuck", Meter.Type.GAUGE, "executions",
			"executions in progress that are beyond their timeout", MeterTag.OF_WORKER),

	/** Steps taken against executions beyond their timeout. */
	STUCK_STEPS("atasker.stuck.steps", Meter.Type.COUNTER, "executions",
			"executions beyond their timeout that have come to a step: warned, interrupted, abandoned",
			MeterTag.WORKER_STEP),

	/** From being due or woken to the beginning of a turn. */
	LAUNCH_DELAY("atasker.launch.delay", Meter.Type.TIMER, null,
			"time from being due or woken to the beginning of the turn", MeterTag.OF_WORKER),

	/** Ticks of interval workers that nothing served. */
	MISSED("atasker.ticks.missed", Meter.Type.COUNTER, "ticks", "ticks of interval workers that nothing served",
			MeterTag.OF_WORKER),

	/** Triggers that were served by the run of another. */
	MERGED("atasker.triggers.merged", Meter.Type.COUNTER, "triggers",
			"triggers and ticks that were served by the run of another", MeterTag.OF_WORKER),

	/** Items that wait. */
	QUEUE_SIZE("atasker.queue.size", Meter.Type.GAUGE, "items", "items that wait", MeterTag.OF_WORKER),

	/** Room for items. */
	QUEUE_REMAINING("atasker.queue.remaining", Meter.Type.GAUGE, "items", "room for more items", MeterTag.OF_WORKER),

	/** Items that were refused. */
	QUEUE_REJECTED("atasker.queue.rejected", Meter.Type.COUNTER, "items", "items refused because the queue was full",
			MeterTag.OF_WORKER),

	/** Dead letters. */
	QUEUE_DEAD("atasker.queue.dead", Meter.Type.GAUGE, "items", "dead letters", MeterTag.OF_WORKER),

	/** Leases that this node holds. */
	LEASE_HELD("atasker.lease.held", Meter.Type.GAUGE, "leases",
			"whether this node holds the lease of a worker that runs on one node: 1, or 0 while it stands by",
			MeterTag.OF_WORKER),

	/** Leases that this node has lost. */
	LEASE_LOSSES("atasker.lease.losses", Meter.Type.COUNTER, "leases", "leases that were lost while they were needed",
			MeterTag.OF_WORKER),

	/** Renewals that failed. */
	LEASE_FAILED_RENEWALS("atasker.lease.failed.renewals", Meter.Type.COUNTER, "renewals",
			"attempts to renew a lease that failed", MeterTag.OF_WORKER),

	/** Executions that hold a slot. */
	POOL_RUNNING("atasker.pool.running", Meter.Type.GAUGE, "executions", "executions that hold a slot",
			MeterTag.SUPERVISOR_PRIORITY),

	/** Executions that wait for a slot. */
	POOL_WAITING("atasker.pool.waiting", Meter.Type.GAUGE, "executions", "executions that wait for a slot",
			MeterTag.SUPERVISOR_PRIORITY),

	/** How many may be running before one has to wait. */
	POOL_LIMIT("atasker.pool.limit", Meter.Type.GAUGE, "executions",
			"executions that may be running before one of this priority has to wait", MeterTag.SUPERVISOR_PRIORITY),

	/** Reports of late tasks. */
	POOL_LATE("atasker.pool.late", Meter.Type.COUNTER, "reports", "reports of tasks that wait for a slot for too long",
			MeterTag.SUPERVISOR_PRIORITY),

	/** For how long the oldest has waited. */
	POOL_OLDEST_WAITING("atasker.pool.oldest.waiting", Meter.Type.GAUGE, "seconds",
			"for how long the oldest of those that wait for a slot has waited", MeterTag.OF_SUPERVISOR),

	/** Threads. */
	POOL_THREADS("atasker.pool.threads", Meter.Type.GAUGE, "threads", "threads of the pool, spare ones included",
			MeterTag.OF_SUPERVISOR),

	/** Executions that go on without their slot. */
	POOL_ABANDONED("atasker.pool.abandoned", Meter.Type.GAUGE, "executions",
			"stuck executions that go on although their slot was given to others", MeterTag.OF_SUPERVISOR),

	/** Child processes there are. */
	PROCESS_CHILDREN("atasker.process.children", Meter.Type.GAUGE, "processes",
			"child processes, by what they are doing: busy, idle, starting", MeterTag.SUPERVISOR_STATE),

	/** Child processes there were. */
	PROCESS_SPAWNED("atasker.process.spawned", Meter.Type.COUNTER, "processes", "child processes that were started",
			MeterTag.OF_SUPERVISOR),

	/** Vain starts. */
	PROCESS_FAILED_STARTS("atasker.process.failed.starts", Meter.Type.COUNTER, "starts",
			"attempts to start a child process that were in vain", MeterTag.OF_SUPERVISOR),

	/** Child processes that are gone. */
	PROCESS_ENDED("atasker.process.ended", Meter.Type.COUNTER, "processes",
			"child processes that are gone: died, killed, distrusted, worn_out, surplus, closed",
			MeterTag.SUPERVISOR_REASON),

	/** Runs that have ended. */
	PROCESS_RUNS("atasker.process.runs", Meter.Type.COUNTER, "runs", "runs that have ended in child processes",
			MeterTag.OF_SUPERVISOR),

	/** Runs that hold a slot. */
	PROCESS_RUNNING("atasker.process.running", Meter.Type.GAUGE, "runs", "runs that hold a slot of the process pool",
			MeterTag.SUPERVISOR_PRIORITY),

	/** Runs that wait for a slot. */
	PROCESS_WAITING("atasker.process.waiting", Meter.Type.GAUGE, "runs",
			"runs that wait for a slot of the process pool", MeterTag.SUPERVISOR_PRIORITY),

	/** How many runs there may be before one has to wait. */
	PROCESS_LIMIT("atasker.process.limit", Meter.Type.GAUGE, "runs",
			"runs in child processes there may be before one of this priority has to wait",
			MeterTag.SUPERVISOR_PRIORITY),

	/** As of any executor: threads at work. */
	EXECUTOR_ACTIVE("executor.active", Meter.Type.GAUGE, "threads", "executions that hold a slot", MeterTag.OF_NAME),

	/** As of any executor: tasks that have left the pool. */
	EXECUTOR_COMPLETED("executor.completed", Meter.Type.COUNTER, "tasks",
			"own tasks and turns of workers that are over", MeterTag.OF_NAME),

	/** As of any executor: tasks that wait. */
	EXECUTOR_QUEUED("executor.queued", Meter.Type.GAUGE, "tasks", "executions that wait for a slot", MeterTag.OF_NAME),

	/** As of any executor: threads there are. */
	EXECUTOR_POOL_SIZE("executor.pool.size", Meter.Type.GAUGE, "threads", "threads of the pool", MeterTag.OF_NAME),

	/** As of any executor: the least limit. */
	EXECUTOR_POOL_CORE("executor.pool.core", Meter.Type.GAUGE, "threads", "limit of priority LOW", MeterTag.OF_NAME),

	/** As of any executor: the largest limit. */
	EXECUTOR_POOL_MAX("executor.pool.max", Meter.Type.GAUGE, "threads", "limit of priority HIGH", MeterTag.OF_NAME);

	private final String name;

	private final Meter.Type type;

	private final @Nullable String unit;

	private final String description;

	private final KeyName[] tags;

	AtaskerMeters(String name, Meter.Type type, @Nullable String unit, String description, KeyName[] tags) {
		this.name = name;
		this.type = type;
		this.unit = unit;
		this.description = description;
		this.tags = tags;
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public Meter.Type getType() {
		return this.type;
	}

	@Override
	public @Nullable String getBaseUnit() {
		return this.unit;
	}

	@Override
	public KeyName[] getKeyNames() {
		return this.tags.clone();
	}

	/**
	 * Returns what it means.
	 * @return the description
	 */
	public String description() {
		return this.description;
	}

}
