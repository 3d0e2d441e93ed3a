package io.atasker.worker;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Watches every single execution, such as for tracing. Workers that nobody watches pay
 * one look at a field for each execution; what is put to them stays as it is.
 * <p>
 * What an observer throws is logged and changes nothing. It is called within the time of
 * the execution and must not block.
 */
public interface ExecutionObserver {

	/**
	 * Takes along what belongs to the caller, on the thread that puts or triggers.
	 * @param worker the worker
	 * @return is given to the execution that serves it; {@code null} for nothing
	 */
	default @Nullable Object capture(BackgroundWorker worker) {
		return null;
	}

	/**
	 * An execution begins: called on its thread, just before the executor.
	 * @param context of the execution
	 * @param captured what was taken along, {@code null} if nothing was
	 * @return is told how it goes on; {@code null} for not interested
	 */
	default @Nullable ObservedExecution begin(WorkContext context, @Nullable Object captured) {
		return null;
	}

	/**
	 * Makes one observer of several, which begin in this order and end in the reverse.
	 * @param observers the observers
	 * @return the observer
	 */
	static ExecutionObserver of(List<? extends ExecutionObserver> observers) {
		return (observers.size() == 1) ? observers.get(0) : new ExecutionObservers(List.copyOf(observers));
	}

	/**
	 * How an execution goes on.
	 */
	interface ObservedExecution {

		/**
		 * The executor has returned a stage that is not complete: the execution leaves
		 * the thread.
		 */
		default void suspend() {
		}

		/**
		 * The stage is complete: the execution is on a thread again, perhaps on another.
		 */
		default void resume() {
		}

		/**
		 * It has ended, its result handler included: called on its thread.
		 * @param status how
		 * @param thrown what was thrown, {@code null} if nothing
		 */
		default void end(ExecutionStatus status, @Nullable Throwable thrown) {
		}

	}

}
