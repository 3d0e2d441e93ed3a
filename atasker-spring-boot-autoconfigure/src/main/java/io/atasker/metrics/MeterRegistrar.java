package io.atasker.metrics;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers meters of one source as they are documented, and removes them again. A
 * registry that throws costs that meter only.
 * <p>
 * Function meters refer to their source weakly: whoever has a registrar keeps the source
 * for as long.
 */
final class MeterRegistrar {

	private static final Logger logger = LoggerFactory.getLogger(AtaskerMetrics.class);

	private final MeterRegistry registry;

	private final Tags tags;

	private final List<Meter> registered = new CopyOnWriteArrayList<>();

	MeterRegistrar(MeterRegistry registry, Tags tags) {
		this.registry = registry;
		this.tags = tags;
	}

	<T> void counter(AtaskerMeters meter, Tags more, T source, ToDoubleFunction<T> count) {
		register(meter,
				() -> FunctionCounter.builder(meter.getName(), source, count)
					.tags(this.tags.and(more))
					.description(meter.description())
					.baseUnit(meter.getBaseUnit())
					.register(this.registry));
	}

	<T> void gauge(AtaskerMeters meter, Tags more, T source, ToDoubleFunction<T> value) {
		register(meter,
				() -> Gauge.builder(meter.getName(), source, value)
					.tags(this.tags.and(more))
					.description(meter.description())
					.baseUnit(meter.getBaseUnit())
					.strongReference(true)
					.register(this.registry));
	}

	<T> void nanos(AtaskerMeters meter, T source, ToDoubleFunction<T> value) {
		register(meter,
				() -> TimeGauge.builder(meter.getName(), source, TimeUnit.NANOSECONDS, value)
					.tags(this.tags)
					.description(meter.description())
					.strongReference(true)
					.register(this.registry));
	}

	<T> void timer(AtaskerMeters meter, T source, ToLongFunction<T> count, ToDoubleFunction<T> nanos) {
		register(meter,
				() -> FunctionTimer.builder(meter.getName(), source, count, nanos, TimeUnit.NANOSECONDS)
					.tags(this.tags)
					.description(meter.description())
					.register(this.registry));
	}

	@Nullable Timer histogram(AtaskerMeters meter) {
		return register(meter,
				() -> Timer.builder(meter.getName())
					.tags(this.tags)
					.description(meter.description())
					.publishPercentileHistogram()
					.register(this.registry));
	}

	private <M extends Meter> @Nullable M register(AtaskerMeters meter, Supplier<M> registration) {
		try {
			M made = registration.get();
			this.registered.add(made);
			return made;
		}
		catch (RuntimeException ex) {
			logger.warn("Meter '{}' {} cannot be registered; it is left out", meter.getName(), this.tags, ex);
			return null;
		}
	}

	void close() {
		for (Meter meter : this.registered) {
			try {
				this.registry.remove(meter);
			}
			catch (RuntimeException ex) {
				logger.warn("Meter '{}' cannot be removed", meter.getId(), ex);
			}
		}
		this.registered.clear();
	}

}
