package io.atasker.metrics;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.atasker.process.ProcessPool;
import io.atasker.supervisor.PoolStatistics;
import io.atasker.supervisor.Supervisor;
import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.ExecutionObserver;
import io.atasker.worker.ExecutionStatus;
import io.atasker.worker.WorkContext;
import io.atasker.worker.Workers;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * Binds the {@link AtaskerMeters meters} of workers and supervisors to registries. They
 * read the engine's own counters, so that an execution costs nothing more, unless
 * histograms are asked for. The meters of a worker come when it is registered and go when
 * it is removed; all go when this is closed.
 */
public final class AtaskerMetrics implements MeterBinder, AutoCloseable {

	private final Workers workers;

	private final List<Supervisor> supervisors;

	private final boolean histograms;

	private final List<RegistryMeters> ofWorkers = new CopyOnWriteArrayList<>();

	private final List<PoolMeters> ofPools = new CopyOnWriteArrayList<>();

	private final List<ProcessMeters> ofProcesses = new CopyOnWriteArrayList<>();

	/**
	 * Makes a binder.
	 * @param workers the workers
	 * @param supervisors their supervisors
	 * @param histograms whether executions are timed one by one, by {@link #observer()}
	 */
	public AtaskerMetrics(Workers workers, List<Supervisor> supervisors, boolean histograms) {
		this.workers = workers;
		this.supervisors = List.copyOf(supervisors);
		this.histograms = histograms;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		RegistryMeters meters = new RegistryMeters(registry, this.workers, this.histograms);
		this.ofWorkers.add(meters);
		this.workers.addListener(meters);
		this.supervisors.forEach((supervisor) -> bindTo(registry, supervisor));
	}

	private void bindTo(MeterRegistry registry, Supervisor supervisor) {
		this.ofPools.add(new PoolMeters(registry, supervisor));
		ProcessPool children = supervisor.processes();
		PoolStatistics slots = supervisor.processStatistics();
		if (children != null && slots != null) {
			this.ofProcesses.add(new ProcessMeters(registry, supervisor.name(), children, slots));
		}
	}

	/**
	 * Returns what times each execution. Without it the histograms stay empty.
	 * @return the observer
	 */
	public ExecutionObserver observer() {
		return new ExecutionObserver() {
			@Override
			public ObservedExecution begin(WorkContext context, @Nullable Object captured) {
				return new TimedExecution(context.worker(), Clock.SYSTEM.monotonicTime());
			}
		};
	}

	/** Removes all meters. */
	@Override
	public void close() {
		this.ofWorkers.forEach(RegistryMeters::close);
		this.ofWorkers.clear();
		this.ofPools.forEach(PoolMeters::close);
		this.ofPools.clear();
		this.ofProcesses.forEach(ProcessMeters::close);
		this.ofProcesses.clear();
	}

	/** An execution that is timed. */
	private final class TimedExecution implements ExecutionObserver.ObservedExecution {

		private final BackgroundWorker worker;

		private final long began;

		TimedExecution(BackgroundWorker worker, long began) {
			this.worker = worker;
			this.began = began;
		}

		@Override
		public void end(ExecutionStatus status, @Nullable Throwable thrown) {
			long nanos = Clock.SYSTEM.monotonicTime() - this.began;
			for (RegistryMeters meters : AtaskerMetrics.this.ofWorkers) {
				Timer timer = meters.timer(this.worker);
				if (timer != null) {
					timer.record(nanos, TimeUnit.NANOSECONDS);
				}
			}
		}

	}

}
