package io.atasker.actuate;

/**
 * Every field of the JSON of the endpoints, in the order of the JSON, with what it means.
 * {@link EndpointFieldsTests} breaks the build when a field is missing here.
 */
final class EndpointFields {

	static final String WORKERS = """
			| Field | Meaning |
			| --- | --- |
			| `workers.*` | a worker, by name |
			| `cluster.name` | the name of the cluster, if there is a view of it |
			| `cluster.node` | the node that answers |
			| `cluster.nodes[].node` | a node |
			| `cluster.nodes[].self` | whether it is the one that answers |
			| `cluster.nodes[].alive` | whether it was seen lately |
			| `cluster.nodes[].seen` | when it was seen last, by the clock of the database |
			| `cluster.nodes[].started` | when it has joined, by the same clock |
			| `cluster.stale` | whether the database does not answer, so that this is what was known last |
			| `cluster.error` | why it is stale |
			""";

	static final String WORKER = """
			| Field | Meaning |
			| --- | --- |
			| `name` | the name |
			| `type` | what makes it launch: BACKGROUND, QUEUE, EVENT, INTERVAL |
			| `executor` | how its code is run: THREAD, LOOP, PROCESS |
			| `state` | STOPPED, STARTING, STARTED, STOPPING, STANDBY, LOST_STILL_RUNNING, FAILED, DISABLED |
			| `desired` | whether it is meant to run: STARTED, STOPPED |
			| `stoppedBy` | what stopped it: USER, SELF, ERROR, SHUTDOWN |
			| `supervisor` | the supervisor it runs under |
			| `priority` | the effective priority: LOW, NORMAL, HIGH, CRITICAL |
			| `bean` | the bean it comes from |
			| `target` | the class and method it runs |
			| `autoStart` | whether it starts with its supervisor |
			| `runOn` | on how many nodes it runs: EVERY_NODE, ONE_NODE |
			| `concurrency` | how many executions it may have at once |
			| `schedule.interval` | from start to start |
			| `schedule.delay` | from end to start |
			| `schedule.delayBefore` | the pause before each launch |
			| `schedule.cron` | the cron expression, "-" for by trigger only |
			| `schedule.zone` | the time zone of the cron expression |
			| `queue.provider` | who keeps the queue |
			| `queue.size` | how many items wait |
			| `queue.capacity` | how many items it takes |
			| `queue.dead` | how many dead letters there are |
			| `executions.running` | executions in progress |
			| `executions.succeeded` | executions that succeeded |
			| `executions.failed` | executions that failed, timed out ones included |
			| `executions.cancelled` | executions that were cancelled |
			| `executions.returned` | items and triggers that were given back without a result |
			| `executions.retried` | failed executions whose item was tried again |
			| `executions.missed` | ticks that nothing served |
			| `executions.merged` | triggers and ticks that were served by the run of another |
			| `lastExecution.status` | how the last execution ended: SUCCEEDED, FAILED, CANCELLED, TIMED_OUT |
			| `lastExecution.time` | when it began |
			| `lastExecution.duration` | how long it took |
			| `lastExecution.exception.type` | the class of what it threw |
			| `lastExecution.exception.message` | the message of what it threw |
			| `nextExecution.time` | when the next execution is due |
			| `current[].taskId` | the id of an execution in progress |
			| `current[].thread` | its thread or event loop |
			| `current[].since` | when it began |
			| `current[].cause` | why: LOOP, ITEM, TRIGGER, SCHEDULE |
			| `current[].progress.fraction` | how far it says it is, from 0 to 1 |
			| `current[].progress.message` | what it says it is doing |
			| `current[].stuck` | how far the ladder has come with it beyond its timeout: WARNED, INTERRUPTED, ABANDONED |
			| `waiting.since` | since when that binds it, if that is known |
			| `waiting.reason` | why it does nothing although there is something to do: the limit that binds |
			| `overrides.*.configured` | the configured value of a setting that was changed while running |
			| `overrides.*.effective` | the value in force |
			| `overrides.*.by` | who changed it |
			| `overrides.*.at` | when |
			| `overrides.*.until` | when the configured value comes back |
			| `lastChange.action` | the last action on it |
			| `lastChange.by` | who took it |
			| `lastChange.at` | when |
			| `lastChange.reason` | why |
			| `nodes[].node` | a node that has it, this one first, if there is a view of the cluster |
			| `nodes[].self` | whether it is the one that answers |
			| `nodes[].alive` | whether it was seen lately; if not, the rest is what it said last |
			| `nodes[].seen` | when it was seen last, by the clock of the database |
			| `nodes[].state` | the state of the worker there |
			| `nodes[].desired` | whether it is meant to run there: STARTED, STOPPED |
			| `nodes[].running` | executions in progress there |
			""";

	static final String EXECUTIONS = """
			| Field | Meaning |
			| --- | --- |
			| `worker` | the worker |
			| `executions[].taskId` | the id of an execution |
			| `executions[].cause` | why it was launched: LOOP, ITEM, TRIGGER, SCHEDULE |
			| `executions[].status` | how it ended: SUCCEEDED, FAILED, CANCELLED, TIMED_OUT |
			| `executions[].time` | when it began |
			| `executions[].duration` | how long it took |
			| `executions[].exception.type` | the class of what it threw |
			| `executions[].exception.message` | the message of what it threw |
			| `executions[].progress.fraction` | how far it said it was at last, from 0 to 1 |
			| `executions[].progress.message` | what it said it was doing at last |
			""";

	static final String STACK = """
			| Field | Meaning |
			| --- | --- |
			| `worker` | the worker |
			| `executions[].taskId` | the id of an execution in progress |
			| `executions[].thread` | its thread or event loop, or its child process |
			| `executions[].runningFor` | for how long it has been running |
			| `executions[].samples` | how many times it was looked at, within a fifth of a second |
			| `executions[].moving` | whether it was at different places |
			| `executions[].stack[]` | where it was at the last look, in the child process if it runs in one, innermost frame first |
			""";

	static final String DEAD_LETTERS = """
			| Field | Meaning |
			| --- | --- |
			| `worker` | the worker |
			| `dead` | how many dead letters there are |
			| `deadLetters[].id` | names one of the hundred youngest |
			| `deadLetters[].attempts` | how many times it was tried |
			| `deadLetters[].at` | when it was given up |
			| `deadLetters[].error` | what went wrong the last time |
			| `deadLetters[].item` | the item as text, if `management.endpoint.workers.show-values` shows it |
			""";

	static final String ACTION = """
			| Field | Meaning |
			| --- | --- |
			| `worker` | the worker that it was done to |
			| `action` | the action; "change" for settings |
			| `result` | STARTED, RESTARTED, STOPPED, STOPPING, UNCHANGED, CHANGED, ACCEPTED, MERGED, STANDBY, IGNORED, WRITTEN for all nodes; a number for cancel, redrive and purge |
			| `state` | the state of the worker on this node afterwards |
			| `target` | ALL if it was for all nodes |
			| `version` | the version of the command to all nodes; of a trigger its number |
			""";

	static final String SUPERVISORS = """
			| Field | Meaning |
			| --- | --- |
			| `supervisors.*` | a supervisor, by name |
			""";

	static final String SUPERVISOR = """
			| Field | Meaning |
			| --- | --- |
			| `state` | STOPPED, RECEIVING, STARTED, STOPPING |
			| `pool.size` | how many executions may run before a LOW one has to wait, 0 for no limit |
			| `pool.reserveNormal` | how many more NORMAL ones may run |
			| `pool.reserveHigh` | how many more than these HIGH ones may run |
			| `pool.threads` | how many threads there are |
			| `running.*` | how many executions hold a slot, by priority |
			| `waiting.*` | how many executions wait for a slot, by priority |
			| `oldestWaiting` | for how long the oldest of these has waited |
			| `loops[]` | the event loops |
			| `processPool.size` | how many runs in child processes there may be before a LOW one has to wait |
			| `processPool.reserveNormal` | how many more NORMAL ones there may be |
			| `processPool.reserveHigh` | how many more than these HIGH ones there may be |
			| `processPool.running.*` | how many runs hold a slot of it, by priority |
			| `processPool.waiting.*` | how many runs wait for one, by priority |
			| `processPool.problem` | why no child process can be started at present |
			| `processes[].pid` | a child process; those in use first |
			| `processes[].state` | IDLE or BUSY |
			| `processes[].runs` | how many runs have ended in it |
			| `processes[].memory` | how many bytes it had after its last run |
			| `processes[].taskId` | the id of what it runs |
			| `processes[].since` | since when it has been in this state |
			| `overrides.*.configured` | the configured value of a limit that was changed while running |
			| `overrides.*.effective` | the value in force |
			| `overrides.*.by` | who changed it |
			| `overrides.*.at` | when |
			| `overrides.*.until` | when the configured value comes back |
			| `lastChange.action` | the last action on it: resize, reset |
			| `lastChange.by` | who took it |
			| `lastChange.at` | when |
			| `lastChange.reason` | why |
			""";

	static final String RESIZE = """
			| Field | Meaning |
			| --- | --- |
			| `supervisor` | the supervisor that it was done to |
			| `action` | "resize" |
			| `result` | CHANGED, UNCHANGED |
			| `state` | the state of the supervisor afterwards |
			""";

	static final String ERROR = """
			| Field | Meaning |
			| --- | --- |
			| `error` | why the request was refused |
			""";

	private EndpointFields() {
	}

}
