package io.atasker.worker;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import io.atasker.supervisor.ExecutionPool;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what binds a worker that has something to do and does not do it: the pool,
 * its stop, its supervisor, its concurrency, a pause, a delay.
 */
final class WhyWaiting {

	private final WorkerCore core;

	private WhyWaiting(WorkerCore core) {
		this.core = core;
	}

	/**
	 * Looks at a worker.
	 * @param core the worker
	 * @param last its last execution, or {@code null}
	 * @return what it waits for, {@code null} if it waits for nothing
	 */
	static WorkerSnapshot.@Nullable Waiting of(WorkerCore core, @Nullable ExecutionRecord last) {
		WhyWaiting why = new WhyWaiting(core);
		WorkerSnapshot.Waiting waiting = why.slot();
		if (waiting != null) {
			return waiting;
		}
		return core.isOpen() ? why.open(last) : why.closed();
	}

	/** A launch waits for a slot. */
	private WorkerSnapshot.@Nullable Waiting slot() {
		Instant oldest = null;
		for (Strand strand : this.core.strands().all()) {
			long since = strand.runner().waitingSince();
			if (since != Long.MIN_VALUE) {
				Instant at = wallTime(since);
				oldest = (oldest == null || at.isBefore(oldest)) ? at : oldest;
			}
		}
		return (oldest != null)
				? new WorkerSnapshot.Waiting(oldest, slots().whyWaiting(this.core.effective().priority())) : null;
	}

	/** The worker may not launch. */
	private WorkerSnapshot.@Nullable Waiting closed() {
		Instant again = this.core.startsAgain();
		if (again != null) {
			return new WorkerSnapshot.Waiting(stopped(), "stopped, starts again at " + text(again));
		}
		if (this.core.life().isDesired()) {
			return switch (this.core.life().state()) {
				case STARTING -> null;
				case STOPPING -> new WorkerSnapshot.Waiting(null, "its stop is still under way");
				case STANDBY -> new WorkerSnapshot.Waiting(null, standby());
				case LOST_STILL_RUNNING ->
					new WorkerSnapshot.Waiting(null, "standby: the lease is lost, but an execution still runs");
				default -> new WorkerSnapshot.Waiting(null, "supervisor is stopped");
			};
		}
		if (this.core.source().pending() == 0) {
			return null;
		}
		return new WorkerSnapshot.Waiting(stopped(),
				this.core.definition().operating().enabled() ? "stopped" : "switched off by configuration");
	}

	private String standby() {
		WorkerLease lease = this.core.lease().lease();
		String reason = (lease != null) ? lease.waitsFor() : null;
		return "standby: " + ((reason != null) ? reason : "the lease is being asked for");
	}

	private @Nullable Instant stopped() {
		WorkerSnapshot.Change change = this.core.lastChange();
		return (change != null && change.action().equals("stop")) ? change.at() : null;
	}

	/** The worker may launch. */
	private WorkerSnapshot.@Nullable Waiting open(@Nullable ExecutionRecord last) {
		WorkSource source = this.core.source();
		if (source.ready() == 0) {
			String delayed = source.delayed();
			return (delayed != null) ? new WorkerSnapshot.Waiting(null, delayed) : null;
		}
		WorkerSnapshot.Waiting pause = pause(last);
		if (pause != null || this.core.definition().type() == WorkerType.BACKGROUND) {
			return pause;
		}
		return concurrency();
	}

	private WorkerSnapshot.@Nullable Waiting pause(@Nullable ExecutionRecord last) {
		long until = Long.MIN_VALUE;
		for (Strand strand : this.core.strands().all()) {
			if (strand.isRunning()) {
				return null;
			}
			until = Math.max(until, strand.pauses().until());
		}
		if (until == Long.MIN_VALUE) {
			return null;
		}
		boolean failed = last != null
				&& (last.status() == ExecutionStatus.FAILED || last.status() == ExecutionStatus.TIMED_OUT);
		Instant ended = (last != null) ? last.time().plus(last.duration()) : null;
		return new WorkerSnapshot.Waiting(ended, "delayed: %s until %s"
			.formatted(failed ? "backs off after a failure" : "pauses between executions", text(wallTime(until))));
	}

	private WorkerSnapshot.@Nullable Waiting concurrency() {
		int running = 0;
		long latest = Long.MIN_VALUE;
		for (Strand strand : this.core.strands().all()) {
			if (strand.isRunning()) {
				running++;
				latest = (running == 1) ? strand.started() : Math.max(latest, strand.started());
			}
		}
		int limit = this.core.effective().concurrency();
		return (running >= limit) ? new WorkerSnapshot.Waiting(wallTime(latest),
				"concurrency: %d of %d executions in progress".formatted(running, limit)) : null;
	}

	private Instant wallTime(long nanoTime) {
		return Snapshots.wallTime(this.core, nanoTime);
	}

	/**
	 * Writes a time down for people.
	 * @param time the time
	 * @return the time to the millisecond
	 */
	static String text(Instant time) {
		return time.plus(Duration.ofNanos(500_000)).truncatedTo(ChronoUnit.MILLIS).toString();
	}

	/** Returns what the executions of the worker need a slot of. */
	private ExecutionPool slots() {
		ExecutionPool ofProcesses = this.core.supervisor().processSlots();
		boolean inProcess = this.core.definition().code().kind() == ExecutorKind.PROCESS;
		return (inProcess && ofProcesses != null) ? ofProcesses : this.core.supervisor().pool();
	}

}
