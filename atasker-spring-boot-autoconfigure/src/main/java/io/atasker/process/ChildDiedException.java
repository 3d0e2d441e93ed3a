package io.atasker.process;

/**
 * The child process that ran something has ended before it answered. What it ran may or
 * may not have been done; nothing else is concerned.
 */
public class ChildDiedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final int exitCode;

	/**
	 * Creates the exception.
	 * @param message how it ended, and the last lines that it printed
	 * @param exitCode its exit code, -1 if that is not known
	 */
	ChildDiedException(String message, int exitCode) {
		super(message);
		this.exitCode = exitCode;
	}

	/**
	 * Returns the exit code; 128 and more stand for signals on systems that have them.
	 * @return the code, -1 if it is not known
	 */
	public int exitCode() {
		return this.exitCode;
	}

}
