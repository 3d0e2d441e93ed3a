package io.atasker.benchmarks;

import java.util.Map;

/**
 * One of those that are measured in turns. Made before the first round, closed after the
 * last.
 */
interface Contestant extends AutoCloseable {

	String name();

	/**
	 * Measures once.
	 * @return values by unit, such as items/s, ns, B/item
	 */
	Map<String, Double> round() throws Exception;

	@Override
	default void close() throws Exception {
	}

}
