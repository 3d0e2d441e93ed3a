package io.atasker.process;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Something for a child process to run.
 *
 * @param label what it is, for logs and snapshots: the id of an execution or task
 * @param method the method to call
 * @param arguments the arguments in their order, without that of the context
 * @param contextParameter the place of the parameter that is made of the run, -1 if there
 * is none
 * @param contextMaker makes that parameter, empty if there is none
 * @param details what the context is to know
 * @param listener is told of it
 */
public record ProcessCall(String label, StaticMethod method, List<@Nullable Object> arguments, int contextParameter,
		String contextMaker, List<@Nullable Object> details, Listener listener) {

	/**
	 * Makes a call without a context.
	 * @param label what it is
	 * @param method the method to call
	 * @param arguments the arguments in their order
	 * @return the call
	 */
	public static ProcessCall of(String label, StaticMethod method, List<@Nullable Object> arguments) {
		return new ProcessCall(label, method, arguments, -1, "", List.of(), Listener.NONE);
	}

	/**
	 * Returns the same call as something else.
	 * @param label what it is
	 * @return the call
	 */
	public ProcessCall withLabel(String label) {
		return new ProcessCall(label, this.method, this.arguments, this.contextParameter, this.contextMaker,
				this.details, this.listener);
	}

	/**
	 * Is told of a call, on the thread that makes it.
	 */
	public interface Listener {

		/** Does not listen. */
		Listener NONE = new Listener() {
		};

		/**
		 * The call has got a child.
		 * @param pid the process
		 * @param requestStop asks the code in the child to come to an end; may be called
		 * by any thread, and has no effect when the call is over
		 */
		default void begun(long pid, Runnable requestStop) {
		}

		/**
		 * The code has told how far it is.
		 * @param fraction from 0 to 1
		 * @param message what it is doing
		 */
		default void progress(double fraction, String message) {
		}

	}

}
