package io.atasker.worker;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

/**
 * What asynchronous executors return.
 */
final class Stages {

	private Stages() {
	}

	/**
	 * Returns the future of a stage: its own where it has one, so that cancelling it
	 * reaches the stage.
	 * @param returned what the executor has returned
	 * @param worker the name of its worker
	 * @return the future
	 * @throws IllegalStateException if it is no stage
	 */
	static CompletableFuture<?> future(@Nullable Object returned, String worker) {
		if (!(returned instanceof CompletionStage<?> stage)) {
			throw new IllegalStateException("the executor of worker '%s' returned %s where a CompletionStage is needed"
				.formatted(worker, (returned == null) ? "null" : returned.getClass().getName()));
		}
		try {
			return stage.toCompletableFuture();
		}
		catch (UnsupportedOperationException ex) {
			return copy(stage);
		}
	}

	private static CompletableFuture<?> copy(CompletionStage<?> stage) {
		CompletableFuture<Object> copy = new CompletableFuture<>();
		stage.whenComplete((result, thrown) -> {
			if (thrown != null) {
				copy.completeExceptionally(thrown);
			}
			else {
				copy.complete(result);
			}
		});
		return copy;
	}

}
