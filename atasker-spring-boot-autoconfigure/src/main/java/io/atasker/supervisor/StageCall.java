package io.atasker.supervisor;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Calls a supplier of a stage, and ties the stage and a result together: the result comes
 * to what the stage comes to, and cancelling it cancels the stage.
 *
 * @param <T> the type of the result
 */
final class StageCall<T extends @Nullable Object> implements EventLoop.Call {

	private final String loop;

	private final Supplier<? extends CompletionStage<T>> work;

	private final CompletableFuture<T> result;

	StageCall(String loop, Supplier<? extends CompletionStage<T>> work, CompletableFuture<T> result) {
		this.loop = loop;
		this.work = work;
		this.result = result;
	}

	@Override
	public void run() {
		if (this.result.isDone()) {
			return;
		}
		try {
			CompletionStage<T> stage = this.work.get();
			if (stage == null) {
				throw new NullPointerException(
						"what was submitted to event loop '%s' has returned null instead of a stage"
							.formatted(this.loop));
			}
			tie(stage);
		}
		catch (Throwable ex) {
			this.result.completeExceptionally(ex);
		}
	}

	@Override
	public void dropped() {
		this.result.completeExceptionally(new CancellationException(
				"event loop '%s' was given up before it came to this call".formatted(this.loop)));
	}

	private void tie(CompletionStage<T> stage) {
		stage.whenComplete((value, failure) -> {
			if (failure != null) {
				this.result.completeExceptionally(unwrap(failure));
			}
			else {
				this.result.complete(value);
			}
		});
		this.result.whenComplete((value, failure) -> {
			if (this.result.isCancelled()) {
				cancel(stage);
			}
		});
	}

	private static Throwable unwrap(Throwable failure) {
		Throwable cause = (failure instanceof CompletionException) ? failure.getCause() : null;
		return (cause != null) ? cause : failure;
	}

	private static void cancel(CompletionStage<?> stage) {
		try {
			stage.toCompletableFuture().cancel(true);
		}
		catch (UnsupportedOperationException ex) {
			// a stage that cannot be cancelled goes on
		}
	}

}
