package io.atasker.benchmarks;

/**
 * How long to measure.
 */
enum Mode {

	/** To see that everything runs; the figures are hints. */
	QUICK(3, 150),

	/** What a change is judged by. */
	NORMAL(7, 400),

	/** What is published. */
	FULL(11, 1000);

	/** How many rounds count. */
	final int rounds;

	/** How long a round of a throughput figure lasts, in milliseconds. */
	final int millis;

	Mode(int rounds, int millis) {
		this.rounds = rounds;
		this.millis = millis;
	}

	/** Chooses by mode. */
	int pick(int quick, int normal, int full) {
		return switch (this) {
			case QUICK -> quick;
			case NORMAL -> normal;
			case FULL -> full;
		};
	}

}
