package io.atasker.benchmarks;

import java.util.List;

import io.atasker.process.ProcessCall;
import io.atasker.process.StaticMethod;

/**
 * What child processes run, and a main class that does nothing.
 */
public final class ProcessCode {

	private ProcessCode() {
	}

	/**
	 * Starts a JVM and ends it.
	 * @param args none
	 */
	public static void main(String[] args) {
	}

	/** The least there is to do. */
	static int nothing(int value) {
		return value;
	}

	/** Tells in which process this is. */
	static long pid() {
		return ProcessHandle.current().pid();
	}

	/** Ends the child, and an archive of classes is written if its JVM was asked to. */
	static int exit() {
		Runtime.getRuntime().exit(0);
		return 0;
	}

	/** Does not end by itself, for the time that matters here. */
	static int hang() throws InterruptedException {
		Thread.sleep(600_000);
		return 0;
	}

	/** {@link #nothing(int)}, as the process pool knows it. */
	static ProcessCall call(int value) {
		return ProcessCall.of("nothing",
				new StaticMethod(ProcessCode.class.getName(), "nothing", "(I)I", ProcessCode.class.getClassLoader()),
				List.of(value));
	}

}
