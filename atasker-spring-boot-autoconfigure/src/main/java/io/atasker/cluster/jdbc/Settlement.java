package io.atasker.cluster.jdbc;

import java.time.Duration;

/**
 * What becomes of a message that somebody had in hand.
 *
 * @param kind what
 * @param delay for how long it is kept back, where it comes again
 * @param error why it was given up, where it was
 */
record Settlement(Kind kind, Duration delay, String error) {

	static final Settlement DONE = new Settlement(Kind.DONE, Duration.ZERO, "");

	static final Settlement BACK = new Settlement(Kind.BACK, Duration.ZERO, "");

	static final Settlement UNTOUCHED = new Settlement(Kind.UNTOUCHED, Duration.ZERO, "");

	static Settlement retry(Duration delay) {
		return new Settlement(Kind.RETRY, delay, "");
	}

	static Settlement back(Duration delay) {
		return new Settlement(Kind.BACK, delay, "");
	}

	static Settlement dead(String error) {
		return new Settlement(Kind.DEAD, Duration.ZERO, error);
	}

	/** Returns whether nobody gets it again by itself. */
	boolean isFinal() {
		return this.kind == Kind.DONE || this.kind == Kind.DEAD;
	}

	/**
	 * The ways there are.
	 */
	enum Kind {

		/** It leaves the table. */
		DONE,

		/** It comes again as another attempt. */
		RETRY,

		/** It comes again as the same attempt. */
		BACK,

		/** It comes again as if nobody had seen it. */
		UNTOUCHED,

		/** It goes to the dead letters. */
		DEAD

	}

}
