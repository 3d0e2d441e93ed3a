package io.atasker.actuate;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.atasker.supervisor.Priority;
import io.atasker.worker.ExecutorKind;
import io.atasker.worker.RunOn;
import io.atasker.worker.StoppedBy;
import io.atasker.worker.WorkerDefinition;
import io.atasker.worker.WorkerSnapshot;
import io.atasker.worker.WorkerState;
import io.atasker.worker.WorkerType;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * A worker as operators see it. What is {@code null} is left out.
 *
 * @param name the name
 * @param type what makes it launch
 * @param executor how its code is run
 * @param state the state
 * @param desired {@code STARTED} if it is meant to run, else {@code STOPPED}
 * @param stoppedBy what stopped it
 * @param supervisor the supervisor it runs under
 * @param priority the effective priority
 * @param bean the bean it comes from
 * @param target the class and method it runs
 * @param autoStart whether it starts with its supervisor
 * @param runOn on how many nodes it runs
 * @param concurrency how many executions it may have at once
 * @param schedule when an interval worker runs
 * @param queue the queue of a queue worker
 * @param executions how many executions there were
 * @param lastExecution the last one that ended
 * @param nextExecution the next one that is planned
 * @param current the ones in progress
 * @param waiting why nothing runs although there is something to do
 * @param overrides the settings that were changed while running, by name
 * @param lastChange the last action on it
 * @param nodes the nodes that have it, this one first; only if there is a view of them
 */
public record WorkerDescriptor(String name, WorkerType type, ExecutorKind executor, WorkerState state,
		WorkerState desired, @Nullable StoppedBy stoppedBy, String supervisor, Priority priority, @Nullable String bean,
		@Nullable String target, boolean autoStart, RunOn runOn, int concurrency, @Nullable ScheduleDescriptor schedule,
		@Nullable Queue queue, Counts executions, @Nullable LastExecution lastExecution,
		@Nullable NextExecution nextExecution, @Nullable List<CurrentExecution> current, @Nullable Waiting waiting,
		@Nullable Map<String, OverrideDescriptor> overrides, @Nullable LastChange lastChange,
		@Nullable List<NodeDescriptor> nodes) implements OperationResponseBody {

	static WorkerDescriptor of(WorkerSnapshot worker, @Nullable List<NodeDescriptor> nodes) {
		WorkerDefinition definition = worker.definition();
		return new WorkerDescriptor(worker.name(), worker.type(), worker.executor(), worker.state(),
				worker.desired() ? WorkerState.STARTED : WorkerState.STOPPED, worker.stoppedBy(), worker.supervisor(),
				worker.priority(), definition.origin().bean(), definition.origin().target(),
				definition.operating().autoStart(), definition.running().runOn(), worker.concurrency(),
				ScheduleDescriptor.of(worker.schedule()), Queue.of(worker.queue()), Counts.of(worker.executions()),
				LastExecution.of(worker.lastExecution()), NextExecution.of(worker.nextExecution()),
				CurrentExecution.of(worker.current()), Waiting.of(worker.waiting()),
				OverrideDescriptor.of(worker.overrides()), LastChange.of(worker.lastChange()), nodes);
	}

	/**
	 * A queue.
	 *
	 * @param provider who keeps it
	 * @param size how many items wait
	 * @param capacity how many it takes
	 * @param dead how many dead letters there are
	 */
	public record Queue(String provider, long size, long capacity, int dead) {

		static @Nullable Queue of(WorkerSnapshot.@Nullable Queue queue) {
			return (queue != null) ? new Queue(queue.provider(), queue.size(), queue.capacity(), queue.dead()) : null;
		}

	}

	/**
	 * How many executions there were.
	 *
	 * @param running in progress
	 * @param succeeded that succeeded
	 * @param failed that failed, timed out ones included
	 * @param cancelled that were cancelled
	 * @param returned items and triggers that were given back without a result
	 * @param retried failed ones whose item was tried again
	 * @param missed ticks that nothing served
	 * @param merged triggers and ticks that were served by the run of another
	 */
	public record Counts(int running, long succeeded, long failed, long cancelled, long returned, long retried,
			long missed, long merged) {

		static Counts of(WorkerSnapshot.Counts counts) {
			return new Counts(counts.running(), counts.succeeded(), counts.failed(), counts.cancelled(),
					counts.returned(), counts.retried(), counts.missed(), counts.merged());
		}

	}

	/**
	 * The next execution that is planned.
	 *
	 * @param time when it is due
	 */
	public record NextExecution(Instant time) {

		static @Nullable NextExecution of(@Nullable Instant time) {
			return (time != null) ? new NextExecution(Moment.of(time)) : null;
		}

	}

	/**
	 * Why nothing runs although there is something to do.
	 *
	 * @param since since when that binds it, if that is known
	 * @param reason what binds it
	 */
	public record Waiting(@Nullable Instant since, String reason) {

		static @Nullable Waiting of(WorkerSnapshot.@Nullable Waiting waiting) {
			return (waiting != null) ? new Waiting(Moment.orNull(waiting.since()), SafeText.of(waiting.reason()))
					: null;
		}

	}

	/**
	 * The last action on a worker.
	 *
	 * @param action what was done
	 * @param by who did it
	 * @param at when
	 * @param reason why
	 */
	public record LastChange(String action, String by, Instant at, @Nullable String reason) {

		static @Nullable LastChange of(WorkerSnapshot.@Nullable Change change) {
			return (change != null) ? new LastChange(change.action(), SafeText.of(change.by()), Moment.of(change.at()),
					SafeText.orNull(change.reason())) : null;
		}

	}

}
