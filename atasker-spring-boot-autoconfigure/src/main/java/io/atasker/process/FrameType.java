package io.atasker.process;

/**
 * What a frame says.
 */
final class FrameType {

	/** To the child: from now on a number stands for a method. */
	static final byte DEFINE = 1;

	/** To the child: run a method. */
	static final byte RUN = 2;

	/** To the child, on its second connection: the run should come to an end. */
	static final byte STOP = 3;

	/** From the child: what a run has returned. */
	static final byte RESULT = 5;

	/** From the child: what a run has thrown, or why its result cannot travel. */
	static final byte FAILURE = 6;

	/** From the child: how far a run has come. */
	static final byte PROGRESS = 7;

	/** To the child, on its second connection: tell where the run is in its code. */
	static final byte LOOK = 8;

	/** From the child: where a run is, a line for each frame, innermost first. */
	static final byte STACK = 9;

	private FrameType() {
	}

}
