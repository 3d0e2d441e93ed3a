package io.atasker.metrics;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToDoubleFunction;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.RunOn;
import io.atasker.worker.WorkerDefinition;
import io.atasker.worker.WorkerListener;
import io.atasker.worker.WorkerStatistics;
import io.atasker.worker.WorkerType;
import io.atasker.worker.Workers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * The meters of workers in one registry. They come with the worker and go with it.
 */
final class RegistryMeters implements WorkerListener {

	private final MeterRegistry registry;

	private final Workers workers;

	private final boolean histograms;

	/*
	 * The registry is called under this lock, so that a worker that comes and one that
	 * goes do not mix. Nothing of atasker takes it otherwise, and it is re-entrant.
	 */
	private final ReentrantLock lock = new ReentrantLock();

	@GuardedBy("lock")
	private final Map<Tags, Entry> groups = new HashMap<>();

	@GuardedBy("lock")
	private boolean closed;

	/** Where executions are timed one by one. */
	private final Map<BackgroundWorker, Timer> timers = new ConcurrentHashMap<>();

	RegistryMeters(MeterRegistry registry, Workers workers, boolean histograms) {
		this.registry = registry;
		this.workers = workers;
		this.histograms = histograms;
	}

	@Override
	public void registered(BackgroundWorker worker) {
		this.lock.lock();
		try {
			if (this.closed) {
				return;
			}
			Entry entry = this.groups.computeIfAbsent(tags(worker.definition()),
					(tags) -> new Entry(new WorkerGroup(), new MeterRegistrar(this.registry, tags)));
			if (entry.group.add(worker)) {
				entry.register(worker.definition(), this.histograms);
				if (entry.histogram != null) {
					this.timers.put(worker, entry.histogram);
				}
			}
		}
		finally {
			this.lock.unlock();
		}
		if (this.workers.find(worker.name()) != worker) {
			// It was removed meanwhile, and that was told first.
			removed(worker);
		}
	}

	@Override
	public void removed(BackgroundWorker worker) {
		this.timers.remove(worker);
		this.lock.lock();
		try {
			Tags tags = tags(worker.definition());
			Entry entry = this.groups.get(tags);
			if (entry != null && entry.group.remove(worker)) {
				this.groups.remove(tags);
				entry.registrar.close();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	@Nullable Timer timer(BackgroundWorker worker) {
		return this.timers.get(worker);
	}

	void close() {
		this.workers.removeListener(this);
		this.lock.lock();
		try {
			this.closed = true;
			this.groups.values().forEach((entry) -> entry.registrar.close());
			this.groups.clear();
		}
		finally {
			this.lock.unlock();
		}
		this.timers.clear();
	}

	private static Tags tags(WorkerDefinition definition) {
		String template = definition.origin().template();
		return Tags.of(MeterTag.WORKER.asString(), (template != null) ? template : definition.name(),
				MeterTag.SUPERVISOR.asString(), definition.running().supervisor());
	}

	/** A group and its meters. */
	private static final class Entry {

		private final WorkerGroup group;

		private final MeterRegistrar registrar;

		private @Nullable Timer histogram;

		private boolean common;

		private boolean queue;

		private boolean ticks;

		private boolean triggers;

		private boolean lease;

		Entry(WorkerGroup group, MeterRegistrar registrar) {
			this.group = group;
			this.registrar = registrar;
		}

		/**
		 * What the group does not have yet; templates may have workers of several types.
		 */
		void register(WorkerDefinition definition, boolean histograms) {
			WorkerType type = definition.type();
			if (!this.common) {
				this.common = true;
				common(histograms);
			}
			if (type == WorkerType.QUEUE && !this.queue) {
				this.queue = true;
				queue();
			}
			if (type == WorkerType.INTERVAL && !this.ticks) {
				this.ticks = true;
				counter(AtaskerMeters.MISSED, Tags.empty(), Counted.MISSED);
			}
			if ((type == WorkerType.INTERVAL || type == WorkerType.EVENT) && !this.triggers) {
				this.triggers = true;
				counter(AtaskerMeters.MERGED, Tags.empty(), Counted.MERGED);
			}
			if (definition.running().runOn() == RunOn.ONE_NODE && !this.lease) {
				this.lease = true;
				lease();
			}
		}

		private void common(boolean histograms) {
			outcome(Counted.SUCCEEDED);
			outcome(Counted.FAILED);
			outcome(Counted.TIMED_OUT);
			outcome(Counted.CANCELLED);
			gauge(AtaskerMeters.ACTIVE, (group) -> group.now(WorkerStatistics::running));
			gauge(AtaskerMeters.STUCK, (group) -> group.now(WorkerStatistics::stuckNow));
			step(Counted.WARNED);
			step(Counted.INTERRUPTED);
			step(Counted.ABANDONED);
			this.registrar.timer(AtaskerMeters.LAUNCH_DELAY, this.group, (group) -> group.total(Counted.LAUNCHES),
					(group) -> group.total(Counted.LAUNCH_DELAY));
			if (histograms) {
				this.histogram = this.registrar.histogram(AtaskerMeters.EXECUTION_TIME);
			}
			else {
				this.registrar.timer(AtaskerMeters.EXECUTION_TIME, this.group,
						(group) -> group.total(Counted.EXECUTIONS), (group) -> group.total(Counted.BUSY_TIME));
			}
		}

		private void queue() {
			outcome(Counted.RETRIED);
			gauge(AtaskerMeters.QUEUE_SIZE, (group) -> group.now(WorkerStatistics::queueSize));
			gauge(AtaskerMeters.QUEUE_REMAINING, (group) -> group
				.now((statistics) -> Math.max(0, statistics.queueCapacity() - statistics.queueSize())));
			gauge(AtaskerMeters.QUEUE_DEAD, (group) -> group.now(WorkerStatistics::deadLetters));
			counter(AtaskerMeters.QUEUE_REJECTED, Tags.empty(), Counted.REJECTED);
		}

		private void lease() {
			gauge(AtaskerMeters.LEASE_HELD, (group) -> group.now((statistics) -> statistics.isLeaseHeld() ? 1 : 0));
			counter(AtaskerMeters.LEASE_LOSSES, Tags.empty(), Counted.LEASE_LOSSES);
			counter(AtaskerMeters.LEASE_FAILED_RENEWALS, Tags.empty(), Counted.LEASE_FAILED_RENEWALS);
		}

		private void outcome(Counted counted) {
			counter(AtaskerMeters.EXECUTIONS, tag(MeterTag.OUTCOME, counted), counted);
		}

		private void step(Counted counted) {
			counter(AtaskerMeters.STUCK_STEPS, tag(MeterTag.STEP, counted), counted);
		}

		private static Tags tag(MeterTag tag, Counted counted) {
			return Tags.of(Tag.of(tag.asString(), counted.name().toLowerCase(Locale.ROOT)));
		}

		private void counter(AtaskerMeters meter, Tags more, Counted counted) {
			this.registrar.counter(meter, more, this.group, (group) -> group.total(counted));
		}

		private void gauge(AtaskerMeters meter, ToDoubleFunction<WorkerGroup> value) {
			this.registrar.gauge(meter, Tags.empty(), this.group, value);
		}

	}

}
