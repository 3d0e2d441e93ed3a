package io.atasker.test;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.ExecutionCause;
import io.atasker.worker.ExecutorKind;
import io.atasker.worker.WorkContext;
import io.atasker.worker.WorkerDefinition;
import io.atasker.worker.WorkerResultHandler;
import io.atasker.worker.WorkerType;
import org.jspecify.annotations.Nullable;

/**
 * One run of an executor on the thread of the test, beside everything that the engine
 * does.
 */
final class OneRun implements WorkContext {

	private final BackgroundWorker worker;

	private final @Nullable Object item;

	OneRun(BackgroundWorker worker, @Nullable Object item) {
		this.worker = worker;
		this.item = item;
		requireFit();
	}

	private void requireFit() {
		String name = this.worker.name();
		WorkerDefinition definition = this.worker.definition();
		WorkerDefinition.QueueSettings queue = definition.queue();
		if (definition.code().kind() == ExecutorKind.PROCESS) {
			throw new IllegalArgumentException(
					"worker '%s' runs in a child process, not on the thread of a test; start it and drain()"
						.formatted(name));
		}
		if (queue == null && this.item != null) {
			throw new IllegalArgumentException("worker '%s' is of type %s and takes no item, but was given '%s'"
				.formatted(name, this.worker.type(), this.item));
		}
		if (queue != null && this.item == null) {
			throw new IllegalArgumentException(
					"worker '%s' is a queue worker; give the item: runOnce(\"%s\", item)".formatted(name, name));
		}
		if (queue != null && queue.itemType() instanceof Class<?> type && !type.isInstance(this.item)) {
			throw new IllegalArgumentException("the items of worker '%s' are %s, but it was given '%s'".formatted(name,
					type.getName(), this.item));
		}
	}

	/**
	 * Runs.
	 * @param patience how long to wait for a stage
	 * @return what it came to
	 */
	ExecutionOutcome run(Duration patience) {
		WorkerDefinition.Code code = this.worker.definition().code();
		Object result = null;
		try {
			result = code.executor().execute(this.item, this);
			if (code.kind() == ExecutorKind.LOOP && result instanceof CompletionStage<?> stage) {
				result = stage.toCompletableFuture().get(patience.toNanos(), TimeUnit.NANOSECONDS);
			}
			WorkerResultHandler handler = code.onResult();
			if (handler != null) {
				handler.handle(result, this.item, this);
			}
			return new ExecutionOutcome(result, null);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return new ExecutionOutcome(result, ex);
		}
		catch (Throwable ex) {
			return new ExecutionOutcome((result instanceof CompletionStage<?>) ? null : result, unwrapped(ex));
		}
	}

	private static Throwable unwrapped(Throwable thrown) {
		boolean wrapper = thrown instanceof ExecutionException || thrown instanceof CompletionException;
		Throwable cause = thrown.getCause();
		return (wrapper && cause != null) ? cause : thrown;
	}

	@Override
	public BackgroundWorker worker() {
		return this.worker;
	}

	@Override
	public String name() {
		return this.worker.name();
	}

	@Override
	public String taskId() {
		return this.worker.name() + "-test";
	}

	@Override
	public ExecutionCause cause() {
		WorkerType type = this.worker.type();
		return switch (type) {
			case BACKGROUND -> ExecutionCause.LOOP;
			case QUEUE -> ExecutionCause.ITEM;
			case EVENT -> ExecutionCause.TRIGGER;
			case INTERVAL -> ExecutionCause.SCHEDULE;
		};
	}

	@Override
	public @Nullable Object item() {
		return this.item;
	}

	@Override
	public @Nullable String itemId() {
		return null;
	}

	@Override
	public int attempt() {
		return 1;
	}

	@Override
	public @Nullable Object attachment() {
		return this.worker.definition().code().attachment();
	}

	@Override
	public Map<String, Object> arguments() {
		return this.worker.definition().code().arguments();
	}

	@Override
	public boolean isStopRequested() {
		return false;
	}

	@Override
	public void onStop(Runnable action) {
		// Nothing stops it.
	}

	@Override
	public void release() {
		if (this.item == null) {
			throw new IllegalStateException(
					"worker '%s' has no item to give back: it is of type %s".formatted(name(), this.worker.type()));
		}
	}

	@Override
	public void progress(double fraction, String message) {
		// Nobody looks.
	}

}
