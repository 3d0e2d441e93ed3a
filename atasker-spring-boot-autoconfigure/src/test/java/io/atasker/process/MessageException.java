package io.atasker.process;

/**
 * An exception that can be made anew, for tests.
 */
public class MessageException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public MessageException(String message) {
		super(message);
	}

}
