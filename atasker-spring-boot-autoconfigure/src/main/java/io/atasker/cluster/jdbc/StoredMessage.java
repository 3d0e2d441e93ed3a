package io.atasker.cluster.jdbc;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;

import io.atasker.queue.DeadLetter;
import io.atasker.queue.Envelope;
import io.atasker.queue.PayloadCodec;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A message as it is in the table: a line of JSON that says what the engine needs, and
 * then the payload as its codec has written it.
 *
 * @param head what the engine needs
 * @param payload the encoded payload
 */
record StoredMessage(Head head, byte[] payload) {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final byte END_OF_HEAD = '\n';

	static StoredMessage of(Envelope envelope, PayloadCodec codec) {
		return new StoredMessage(new Head(envelope.id(), envelope.priority(), envelope.headers(), 1, 0, 0, null, null),
				codec.encode(envelope.payload()));
	}

	/**
	 * Reads a row.
	 * @param bytes what is in the table
	 * @return the message
	 * @throws IllegalArgumentException if the bytes are none
	 */
	static StoredMessage read(byte[] bytes) {
		int end = 0;
		while (end < bytes.length && bytes[end] != END_OF_HEAD) {
			end++;
		}
		try {
			Head head = JSON.readValue(bytes, 0, end, Head.class);
			return new StoredMessage(head, Arrays.copyOfRange(bytes, Math.min(end + 1, bytes.length), bytes.length));
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("this is no message: " + ex.getOriginalMessage(), ex);
		}
	}

	/**
	 * Reads a row, whatever it is.
	 * @param key names it if it is no message
	 * @param bytes what is in the table
	 * @return the message; one that no codec can decode if it is none
	 */
	static StoredMessage readOrWrap(String key, byte[] bytes) {
		try {
			return read(bytes);
		}
		catch (IllegalArgumentException ex) {
			return new StoredMessage(new Head(key, 0, Map.of(), 1, 0, 0, null, null), bytes);
		}
	}

	byte[] write() {
		byte[] first = JSON.writeValueAsBytes(this.head);
		byte[] all = Arrays.copyOf(first, first.length + 1 + this.payload.length);
		all[first.length] = END_OF_HEAD;
		System.arraycopy(this.payload, 0, all, first.length + 1, this.payload.length);
		return all;
	}

	/**
	 * Decodes the message.
	 * @param codec the codec of its queue
	 * @return the message as it was put
	 * @throws IllegalArgumentException if the payload cannot be decoded
	 */
	Envelope envelope(PayloadCodec codec) {
		return envelope(codec.decode(this.payload));
	}

	/**
	 * Decodes the message for somebody who is to see it anyway.
	 * @param codec the codec of its queue
	 * @return the message, with its encoded payload as text if that cannot be decoded
	 */
	Envelope envelopeOrText(PayloadCodec codec) {
		try {
			return envelope(codec);
		}
		catch (IllegalArgumentException ex) {
			return envelope(new String(this.payload, StandardCharsets.UTF_8));
		}
	}

	private Envelope envelope(Object payload) {
		return new Envelope(this.head.id, payload, this.head.priority, Duration.ZERO, this.head.headers);
	}

	/**
	 * Tells how it goes on after another failed attempt.
	 * @param losses how often it was lost so far
	 * @return the message for the next attempt
	 */
	StoredMessage retried(int losses) {
		return with(new Head(this.head.id, this.head.priority, this.head.headers, this.head.attempt + 1,
				this.head.returned, losses, null, null));
	}

	StoredMessage returned(int losses) {
		return with(new Head(this.head.id, this.head.priority, this.head.headers, this.head.attempt,
				this.head.returned + 1, losses, null, null));
	}

	StoredMessage untouched(int losses) {
		return with(new Head(this.head.id, this.head.priority, this.head.headers, this.head.attempt, this.head.returned,
				losses, null, null));
	}

	StoredMessage dead(Instant at, String error) {
		return with(new Head(this.head.id, this.head.priority, this.head.headers, this.head.attempt, this.head.returned,
				this.head.losses, at, error));
	}

	/** Returns it as if it was new. */
	StoredMessage redriven() {
		return with(new Head(this.head.id, this.head.priority, this.head.headers, 1, 0, 0, null, null));
	}

	private StoredMessage with(Head head) {
		return new StoredMessage(head, this.payload);
	}

	DeadLetter<Envelope> letter(String key, PayloadCodec codec) {
		return new DeadLetter<>(key, envelopeOrText(codec), this.head.attempt,
				(this.head.diedAt != null) ? this.head.diedAt : Instant.EPOCH,
				(this.head.error != null) ? this.head.error : "");
	}

	/**
	 * What the engine needs to know of a message.
	 *
	 * @param id names the message
	 * @param priority its priority
	 * @param headers what else travels with it
	 * @param attempt which attempt comes next
	 * @param returned how often it was given back
	 * @param losses how often it was lost before the last attempt
	 * @param diedAt when it was given up
	 * @param error why
	 */
	record Head(String id, int priority, Map<String, String> headers, int attempt, int returned, int losses,
			@Nullable Instant diedAt, @Nullable String error) {

		Head {
			headers = (headers != null) ? Map.copyOf(headers) : Map.of();
		}

	}

}
