package io.atasker.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import io.atasker.process.ProcessOptions;
import io.atasker.process.ProcessPool;
import io.atasker.supervisor.PoolLimits;
import io.atasker.supervisor.SupervisorBuilder;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * The properties of a process pool under one or more keys, the last one that sets
 * something wins, on their way to the builder of a supervisor.
 */
final class ProcessPoolSettings {

	private final List<Entry> entries = new ArrayList<>();

	static ProcessPoolSettings of(List<SupervisorSettings> supervisors) {
		ProcessPoolSettings settings = new ProcessPoolSettings();
		for (SupervisorSettings each : supervisors) {
			ProcessPoolProperties properties = each.properties().processPool();
			if (properties != null) {
				settings.entries.add(new Entry(each.key() + ".process-pool", properties));
			}
		}
		return settings;
	}

	/**
	 * Gives a supervisor a process pool, if there is to be one.
	 * @param builder the builder of the supervisor
	 */
	void applyTo(SupervisorBuilder builder) {
		Integer size = find("size", ProcessPoolProperties::size, Function.identity());
		if (size == null) {
			refuseWithoutSize();
			return;
		}
		refuseInNativeImage();
		builder.processPool(limits(size), options());
	}

	private void refuseInNativeImage() {
		if (!ProcessPool.isPossible()) {
			find("size", ProcessPoolProperties::size, (size) -> {
				throw new IllegalArgumentException(
						"a native image has no JVM for child processes. Leave the property out,"
								+ " and static workers run on threads, or run the application in a JVM");
			});
		}
	}

	private void refuseWithoutSize() {
		if (!this.entries.isEmpty()) {
			throw new InvalidConfigurationPropertyValueException(this.entries.get(0).key() + ".size", null,
					"Other properties of the process pool are set, but there is no pool without a size. "
							+ "Set it to the number of runs that may go on at once.");
		}
	}

	private PoolLimits limits(int size) {
		Integer reserveNormal = find("reserve-normal", ProcessPoolProperties::reserveNormal, Function.identity());
		Integer reserveHigh = find("reserve-high", ProcessPoolProperties::reserveHigh, Function.identity());
		int normal = Objects.requireNonNullElse(reserveNormal, 0);
		int high = Objects.requireNonNullElse(reserveHigh, 0);
		return find("size", ProcessPoolProperties::size, (value) -> {
			if (value < 1) {
				throw new IllegalArgumentException("it must be at least 1");
			}
			return new PoolLimits(value, normal, high);
		}, new PoolLimits(size, normal, high));
	}

	private ProcessOptions options() {
		ProcessOptions.Builder builder = ProcessOptions.builder();
		find("spares", ProcessPoolProperties::spares, builder::spares);
		find("idle-timeout", ProcessPoolProperties::idleTimeout, builder::idleTimeout);
		find("spawn-timeout", ProcessPoolProperties::spawnTimeout, builder::spawnTimeout);
		find("max-heap", ProcessPoolProperties::maxHeap, bytes(builder::maxHeap));
		find("jvm-args", ProcessPoolProperties::jvmArgs, builder::jvmArgs);
		find("max-runs", ProcessPoolProperties::maxRuns, builder::maxRuns);
		find("max-memory", ProcessPoolProperties::maxMemory, bytes(builder::maxMemory));
		find("max-payload", ProcessPoolProperties::maxPayload, bytes(builder::maxPayload));
		find("allowed-packages", ProcessPoolProperties::allowedPackages, (packages) -> {
			packages.forEach(builder::allowedPackage);
			return packages;
		});
		return builder.build();
	}

	private static Function<DataSize, Object> bytes(Function<Long, Object> setter) {
		return (size) -> setter.apply(size.toBytes());
	}

	private <V, R> @Nullable R find(String property, Function<ProcessPoolProperties, @Nullable V> getter,
			Function<V, R> use) {
		R result = null;
		for (Entry entry : this.entries) {
			V value = getter.apply(entry.properties());
			if (value != null) {
				try {
					result = use.apply(value);
				}
				catch (IllegalArgumentException ex) {
					throw new InvalidConfigurationPropertyValueException(entry.key() + "." + property, value,
							"It does not fit: %s. Correct it.".formatted(ex.getMessage()));
				}
			}
		}
		return result;
	}

	private <V, R> R find(String property, Function<ProcessPoolProperties, @Nullable V> getter, Function<V, R> use,
			R otherwise) {
		R found = find(property, getter, use);
		return (found != null) ? found : otherwise;
	}

	/**
	 * What is set under one key.
	 *
	 * @param key the key
	 * @param properties what is set there
	 */
	private record Entry(String key, ProcessPoolProperties properties) {

	}

}
