package io.atasker.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What users hold of a worker. Everything is passed on to the parts of the worker.
 */
class WorkerHandle implements BackgroundWorker {

	final WorkerCore core;

	private final DefaultWorkerControl control;

	WorkerHandle(WorkerCore core) {
		this.core = core;
		this.control = new DefaultWorkerControl(core);
	}

	static WorkerHandle create(WorkerCore core, DefaultWorkers workers) {
		return switch (core.definition().type()) {
			case QUEUE -> new QueueHandle(core, (ItemSource) core.source(), workers.settings().afterCommit);
			case EVENT -> new EventHandle(core, (EventSource) core.source(), workers.settings().afterCommit);
			case INTERVAL -> new IntervalHandle(core, (IntervalSource) core.source(), workers.settings().afterCommit);
			case BACKGROUND ->
				(core.definition().code().kind() == ExecutorKind.LOOP) ? new AsyncHandle(core) : new WorkerHandle(core);
		};
	}

	@Override
	public String name() {
		return this.core.name();
	}

	@Override
	public WorkerType type() {
		return this.core.definition().type();
	}

	@Override
	public boolean start() {
		return start(StartOptions.NONE);
	}

	@Override
	public boolean start(StartOptions options) {
		return this.control.startIfStopped(options, Initiator.APPLICATION);
	}

	@Override
	public boolean stop() {
		return stop(this.core.definition().running().times().stopTimeout());
	}

	@Override
	public boolean stop(Duration timeout) {
		CompletableFuture<Boolean> stopped = this.control.stop(Initiator.APPLICATION).toCompletableFuture();
		StopWatch watch = this.core.life().stopping();
		if (watch != null) {
			watch.limit(nanos(timeout), timeout.isZero());
		}
		return mayWait() ? await(stopped, timeout) : stopped.getNow(false);
	}

	/** Waiting for oneself, or holding an event loop up, would only ever time out. */
	private boolean mayWait() {
		return !CurrentStrand.isOf(this.core) && this.core.life().cycle().stepping() != Thread.currentThread()
				&& !isOnLoop();
	}

	final boolean isOnLoop() {
		return this.core.supervisor()
			.loops()
			.names()
			.stream()
			.map(this.core.supervisor().loops()::find)
			.anyMatch((loop) -> loop != null && loop.inLoop());
	}

	/** However long a duration is, its nanoseconds must be countable. */
	static long nanos(Duration duration) {
		return (duration.compareTo(Schedule.LONGEST) > 0) ? Schedule.LONGEST.toNanos() : duration.toNanos();
	}

	private static boolean await(CompletableFuture<Boolean> stopped, Duration timeout) {
		try {
			return stopped.get(nanos(timeout), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return stopped.getNow(false);
		}
		catch (TimeoutException ex) {
			return false;
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("a stop does not fail", ex);
		}
	}

	@Override
	public CompletionStage<Boolean> stopAsync() {
		return this.control.stop(Initiator.APPLICATION);
	}

	@Override
	public boolean restart() {
		return restart(StartOptions.NONE);
	}

	@Override
	public boolean restart(StartOptions options) {
		return this.control.restart(options, Initiator.APPLICATION);
	}

	@Override
	public int cancel(String reason) {
		return this.control.cancel(null, new Initiator(Initiator.APPLICATION.by(), reason.isEmpty() ? null : reason));
	}

	@Override
	public boolean isActive() {
		return this.core.life().isDesired();
	}

	@Override
	public boolean isStarted() {
		return state() == WorkerState.STARTED;
	}

	@Override
	public boolean isStopped() {
		return this.core.life().isStopped();
	}

	@Override
	public WorkerState state() {
		return this.core.life().state();
	}

	@Override
	public WorkerSnapshot snapshot() {
		return Snapshots.of(this.core);
	}

	@Override
	public WorkerStatistics statistics() {
		return this.core.statistics();
	}

	@Override
	public List<ExecutionRecord> executions() {
		return Snapshots.executions(this.core);
	}

	@Override
	public WorkerControl control() {
		return this.control;
	}

	@Override
	public WorkerDefinition definition() {
		return this.core.definition();
	}

	@Override
	public String toString() {
		return "worker '" + name() + "' (" + type() + ", " + state() + ")";
	}

	/** The handle of a continuous worker on an event loop. */
	private static final class AsyncHandle extends WorkerHandle implements BackgroundAsyncWorker {

		AsyncHandle(WorkerCore core) {
			super(core);
		}

	}

}
