package io.atasker.worker;

/**
 * There is no worker of the name that was asked for.
 */
public class UnknownWorkerException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Makes the exception.
	 * @param message names what was asked for and the nearest names
	 */
	public UnknownWorkerException(String message) {
		super(message);
	}

}
