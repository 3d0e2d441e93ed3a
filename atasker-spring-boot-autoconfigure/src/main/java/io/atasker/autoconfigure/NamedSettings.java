package io.atasker.autoconfigure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.atasker.worker.WorkerName;

/**
 * Settings by name, where names are compared by their letters and digits only, without
 * case. So an environment variable, which knows no other characters, reaches each name,
 * and the second key that it makes in a bound map ("myworker" beside "myWorker") is the
 * same name.
 *
 * @param <T> the type of the settings
 */
final class NamedSettings<T> {

	private final Map<String, List<Entry<T>>> entries = new LinkedHashMap<>();

	/**
	 * Makes it of a bound map.
	 * @param bound the map; the binder puts the keys of the property source with the
	 * highest precedence first
	 */
	NamedSettings(Map<String, T> bound) {
		bound.forEach((key, value) -> this.entries.computeIfAbsent(WorkerName.uniform(key), (name) -> new ArrayList<>())
			.add(new Entry<>(key, value)));
		this.entries.values().forEach(Collections::reverse);
	}

	/**
	 * Returns the settings of a name.
	 * @param name the name
	 * @return the settings, those with the highest precedence last
	 */
	List<Entry<T>> find(String name) {
		return this.entries.getOrDefault(WorkerName.uniform(name), List.of());
	}

	/**
	 * Returns the names.
	 * @return each name once, as it is written where it is not written as an environment
	 * variable
	 */
	List<String> names() {
		return this.entries.entrySet()
			.stream()
			.map((named) -> named.getValue()
				.stream()
				.map(Entry::key)
				.filter((key) -> !key.equals(named.getKey()))
				.findFirst()
				.orElse(named.getKey()))
			.toList();
	}

	/**
	 * Settings under one key.
	 *
	 * @param key the key as it is written
	 * @param value the settings
	 * @param <T> the type of the settings
	 */
	record Entry<T>(String key, T value) {

	}

}
