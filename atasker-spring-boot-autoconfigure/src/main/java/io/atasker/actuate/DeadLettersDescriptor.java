package io.atasker.actuate;

import java.time.Instant;
import java.util.List;

import io.atasker.queue.DeadLetter;
import io.atasker.worker.BackgroundQueueWorker;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * The items that a queue worker gave up. The items themselves are only shown where that
 * is asked for: they are the application's data.
 *
 * @param worker the worker
 * @param dead how many there are
 * @param deadLetters the youngest, newest first
 */
public record DeadLettersDescriptor(String worker, int dead,
		List<Letter> deadLetters) implements OperationResponseBody {

	private static final int MOST = 100;

	static <T> DeadLettersDescriptor of(BackgroundQueueWorker<T> worker, ItemText items) {
		return new DeadLettersDescriptor(worker.name(), worker.deadLetters().size(),
				worker.deadLetters().list(MOST).stream().map((letter) -> Letter.of(letter, items)).toList());
	}

	/**
	 * An item that was given up.
	 *
	 * @param id names it among those of its queue
	 * @param attempts how many times it was tried
	 * @param at when it was given up
	 * @param error what went wrong the last time
	 * @param item the item as text, if that may be shown
	 */
	public record Letter(String id, int attempts, Instant at, String error, @Nullable String item) {

		static Letter of(DeadLetter<?> letter, ItemText items) {
			return new Letter(letter.id(), letter.attempts(), Moment.of(letter.at()), SafeText.of(letter.error()),
					items.of(letter.item()));
		}

	}

}
