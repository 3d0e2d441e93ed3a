package io.atasker.process;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * Asks a child where its run is, and hands the answer to all who want to know. Each run
 * is asked again only after it has answered, so that a child that does not is not
 * flooded.
 */
final class StackLook {

	private final AtomicReference<@Nullable Question> pending = new AtomicReference<>();

	/**
	 * Asks, unless somebody has asked already, and waits for the answer.
	 * @param run the number of the run
	 * @param send sends the question
	 * @param nanos how long to wait
	 * @return the frames, innermost first; empty if there is no answer in time
	 */
	List<String> ask(long run, Runnable send, long nanos) {
		Question own = new Question(run, new CompletableFuture<>());
		Question asked = Objects
			.requireNonNull(this.pending.updateAndGet((other) -> (other != null && other.run() == run) ? other : own));
		if (asked == own) {
			send.run();
		}
		try {
			return asked.answer().get(nanos, TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return List.of();
		}
		catch (ExecutionException | TimeoutException ex) {
			return List.of();
		}
	}

	/**
	 * Gives the answer, an empty one when the run is over.
	 * @param run the number of the run
	 * @param frames the frames
	 */
	void answer(long run, List<String> frames) {
		Question asked = this.pending.get();
		if (asked != null && asked.run() == run && this.pending.compareAndSet(asked, null)) {
			asked.answer().complete(frames);
		}
	}

	/**
	 * What was asked.
	 *
	 * @param run the number of the run
	 * @param answer the frames, once they are there
	 */
	private record Question(long run, CompletableFuture<List<String>> answer) {

	}

}
