package io.atasker.benchmarks;

/**
 * A figure or a family of figures, measured in a JVM of its own.
 */
interface Suite {

	void run(Rounds rounds) throws Exception;

}
