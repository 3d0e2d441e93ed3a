package io.atasker.metrics;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

import io.atasker.process.ChildEnd;
import io.atasker.process.ProcessPool;
import io.atasker.process.ProcessStatistics;
import io.atasker.supervisor.PoolStatistics;
import io.atasker.supervisor.Priority;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/**
 * The meters of the process pool of one supervisor in one registry.
 */
final class ProcessMeters {

	private final ProcessPool children;

	private final PoolStatistics slots;

	private final MeterRegistrar registrar;

	ProcessMeters(MeterRegistry registry, String supervisor, ProcessPool children, PoolStatistics slots) {
		this.children = children;
		this.slots = slots;
		this.registrar = new MeterRegistrar(registry, Tags.of(MeterTag.SUPERVISOR.asString(), supervisor));
		registerChildren();
		registerSlots();
	}

	private void registerChildren() {
		state("busy", ProcessStatistics::busy);
		state("idle", ProcessStatistics::idle);
		state("starting", ProcessStatistics::starting);
		counter(AtaskerMeters.PROCESS_SPAWNED, Tags.empty(), ProcessStatistics::spawned);
		counter(AtaskerMeters.PROCESS_FAILED_STARTS, Tags.empty(), ProcessStatistics::failedStarts);
		counter(AtaskerMeters.PROCESS_RUNS, Tags.empty(), ProcessStatistics::runs);
		for (ChildEnd end : ChildEnd.values()) {
			counter(AtaskerMeters.PROCESS_ENDED,
					Tags.of(MeterTag.REASON.asString(), end.name().toLowerCase(Locale.ROOT)),
					(statistics) -> statistics.ended(end));
		}
	}

	private void registerSlots() {
		for (Priority priority : Priority.values()) {
			Tags tags = Tags.of(MeterTag.PRIORITY.asString(), priority.name().toLowerCase(Locale.ROOT));
			this.registrar.gauge(AtaskerMeters.PROCESS_RUNNING, tags, this.slots, (slots) -> slots.running(priority));
			this.registrar.gauge(AtaskerMeters.PROCESS_WAITING, tags, this.slots, (slots) -> slots.waiting(priority));
			this.registrar.gauge(AtaskerMeters.PROCESS_LIMIT, tags, this.slots,
					(slots) -> slots.limits().limit(priority));
		}
	}

	private void state(String name, ToDoubleFunction<ProcessStatistics> number) {
		this.registrar.gauge(AtaskerMeters.PROCESS_CHILDREN, Tags.of(MeterTag.STATE.asString(), name), this.children,
				(children) -> number.applyAsDouble(children.statistics()));
	}

	private void counter(AtaskerMeters meter, Tags tags, ToDoubleFunction<ProcessStatistics> count) {
		this.registrar.counter(meter, tags, this.children, (children) -> count.applyAsDouble(children.statistics()));
	}

	void close() {
		this.registrar.close();
	}

}
