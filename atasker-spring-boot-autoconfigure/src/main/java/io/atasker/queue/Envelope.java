package io.atasker.queue;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * A message: an item and what an engine needs to know of it. Immutable, as far as its
 * payload is.
 *
 * @param id names the message; executors may use it to tell duplicates
 * @param payload the item
 * @param priority from 0 on, higher is more urgent
 * @param delay how long it is kept back from delivery at first, not negative
 * @param headers what else is to travel with it
 */
public record Envelope(String id, Object payload, int priority, Duration delay, Map<String, String> headers) {

	/**
	 * Checks the parts and copies the headers.
	 */
	public Envelope {
		Objects.requireNonNull(id, "'id' must not be null");
		Objects.requireNonNull(payload, "'payload' must not be null");
		if (priority < 0) {
			throw new IllegalArgumentException(
					"priority of '%s' must not be negative, but is %d".formatted(id, priority));
		}
		if (delay.isNegative()) {
			throw new IllegalArgumentException("delay of '%s' must not be negative, but is %s".formatted(id, delay));
		}
		headers = Map.copyOf(headers);
	}

	/**
	 * Wraps an item without more ado.
	 * @param id names the message
	 * @param payload the item
	 * @return a message of {@linkplain ItemQueue#DEFAULT_PRIORITY default priority},
	 * without delay and headers
	 */
	public static Envelope of(String id, Object payload) {
		return new Envelope(id, payload, ItemQueue.DEFAULT_PRIORITY, Duration.ZERO, Map.of());
	}

	/**
	 * Changes the priority.
	 * @param priority from 0 on, higher is more urgent
	 * @return a copy with that priority
	 */
	public Envelope withPriority(int priority) {
		return new Envelope(this.id, this.payload, priority, this.delay, this.headers);
	}

	/**
	 * Changes the delay.
	 * @param delay how long to keep it back, not negative
	 * @return a copy with that delay
	 */
	public Envelope withDelay(Duration delay) {
		return new Envelope(this.id, this.payload, this.priority, delay, this.headers);
	}

	/**
	 * Changes the payload.
	 * @param payload the item
	 * @return a copy with that payload
	 */
	public Envelope withPayload(Object payload) {
		return new Envelope(this.id, payload, this.priority, this.delay, this.headers);
	}

}
