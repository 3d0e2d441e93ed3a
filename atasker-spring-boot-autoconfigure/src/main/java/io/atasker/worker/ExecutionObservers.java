package io.atasker.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Several observers as one. What one of them throws does not keep the others from being
 * called.
 */
final class ExecutionObservers implements ExecutionObserver {

	private static final Logger logger = LoggerFactory.getLogger(ExecutionObserver.class);

	private final List<ExecutionObserver> observers;

	ExecutionObservers(List<ExecutionObserver> observers) {
		this.observers = observers;
	}

	@Override
	public @Nullable Object capture(BackgroundWorker worker) {
		@Nullable Object[] captured = null;
		for (int i = 0; i < this.observers.size(); i++) {
			Object one = capture(this.observers.get(i), worker);
			if (one != null) {
				captured = (captured != null) ? captured : new @Nullable Object[this.observers.size()];
				captured[i] = one;
			}
		}
		return captured;
	}

	private static @Nullable Object capture(ExecutionObserver observer, BackgroundWorker worker) {
		try {
			return observer.capture(worker);
		}
		catch (Throwable ex) {
			report(worker.name(), ex);
			return null;
		}
	}

	@Override
	public @Nullable ObservedExecution begin(WorkContext context, @Nullable Object captured) {
		@Nullable Object[] parts = (captured instanceof Object[] array) ? array : null;
		List<ObservedExecution> begun = new ArrayList<>(this.observers.size());
		for (int i = 0; i < this.observers.size(); i++) {
			try {
				ObservedExecution one = this.observers.get(i).begin(context, (parts != null) ? parts[i] : null);
				if (one != null) {
					begun.add(one);
				}
			}
			catch (Throwable ex) {
				report(context.worker().name(), ex);
			}
		}
		return switch (begun.size()) {
			case 0 -> null;
			case 1 -> begun.get(0);
			default -> new All(context.worker().name(), begun);
		};
	}

	static void report(String worker, Throwable ex) {
		logger.warn("Observer of executions of worker '{}' failed; the execution is not affected", worker,
				ErrorText.loggable(ex));
	}

	/** One execution, as seen by several. */
	private record All(String worker, List<ObservedExecution> begun) implements ObservedExecution {

		@Override
		public void suspend() {
			backwards(ObservedExecution::suspend);
		}

		@Override
		public void resume() {
			this.begun.forEach((one) -> call(one, ObservedExecution::resume));
		}

		@Override
		public void end(ExecutionStatus status, @Nullable Throwable thrown) {
			backwards((one) -> one.end(status, thrown));
		}

		private void backwards(Consumer<ObservedExecution> action) {
			for (int i = this.begun.size() - 1; i >= 0; i--) {
				call(this.begun.get(i), action);
			}
		}

		private void call(ObservedExecution one, Consumer<ObservedExecution> action) {
			try {
				action.accept(one);
			}
			catch (Throwable ex) {
				report(this.worker, ex);
			}
		}

	}

}
