package io.atasker.cluster.rabbit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.atasker.queue.DeadLetter;
import io.atasker.queue.Envelope;
import io.atasker.queue.ItemQueue;
import io.atasker.queue.PayloadCodec;
import org.jspecify.annotations.Nullable;

/**
 * A message as it is in the broker: the body is the payload as its codec has written it,
 * and headers say what else is known of it. A message without them, such as one that
 * something else has published, is a new one.
 *
 * @param head what the headers say
 * @param body the encoded payload
 */
record RabbitMessage(Head head, byte[] body) {

	private static final String ID = "atasker-id";

	private static final String PRIORITY = "atasker-priority";

	private static final String HEADERS = "atasker-headers";

	private static final String ATTEMPT = "atasker-attempt";

	private static final String RETURNED = "atasker-returned";

	private static final String LOSSES = "atasker-losses";

	private static final String LETTER = "atasker-letter";

	private static final String DIED_AT = "atasker-died-at";

	private static final String ERROR = "atasker-error";

	private static final Integer PERSISTENT = 2;

	/** The broker has 8 bits for its priorities, and two of them for each of ours. */
	private static final int HIGHEST_PRIORITY = 127;

	/** So that two of them and a few more can be added. */
	private static final int MOST_COUNTED = 1_000_000_000;

	/** 16 MiB; each consumer may have its credit of them in memory. */
	static final int LARGEST_BODY = 16 * 1024 * 1024;

	/** Together with what is added later that fits into a frame of 128 KiB. */
	private static final int LARGEST_HEADERS = 64 * 1024;

	private static final int LONGEST_ID = 1024;

	/** The broker has 8 bits for it. */
	private static final int LONGEST_HEADER_NAME = 255;

	/** What a header takes in addition to its name and value. */
	private static final int HEADER_OVERHEAD = 6;

	private static final int LONGEST_SHOWN = 40;

	/**
	 * Writes what is put.
	 * @param queue the name of its queue
	 * @param envelope what is put
	 * @param codec the codec of its queue
	 * @return the message
	 * @throws IllegalArgumentException if it is too large for the broker, or cannot be
	 * encoded
	 */
	static RabbitMessage of(String queue, Envelope envelope, PayloadCodec codec) {
		require("id of message '%s'".formatted(cut(envelope.id(), LONGEST_SHOWN)), queue, bytes(envelope.id()),
				LONGEST_ID);
		long headers = 0;
		for (Map.Entry<String, String> header : envelope.headers().entrySet()) {
			require("name of header '%s' of message '%s'".formatted(cut(header.getKey(), LONGEST_SHOWN), envelope.id()),
					queue, bytes(header.getKey()), LONGEST_HEADER_NAME);
			headers += bytes(header.getKey()) + bytes(header.getValue()) + HEADER_OVERHEAD;
		}
		require("headers of message '%s'".formatted(envelope.id()), queue, headers, LARGEST_HEADERS);
		byte[] body = codec.encode(envelope.payload());
		require("payload of message '%s'".formatted(envelope.id()), queue, body.length, LARGEST_BODY);
		return new RabbitMessage(new Head(envelope.id(), envelope.priority(), envelope.headers(), 1, 0, 0, null), body);
	}

	private static long bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8).length;
	}

	private static void require(String what, String queue, long size, long largest) {
		if (size > largest) {
			throw new IllegalArgumentException(
					"%s for queue '%s' must have at most %d bytes in RabbitMQ, but has %d; store what is large elsewhere, and put a reference to it"
						.formatted(what, queue, largest, size));
		}
	}

	private static String cut(String text, int longest) {
		if (text.length() <= longest) {
			return text;
		}
		return text.substring(0, Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest);
	}

	/**
	 * Reads what the broker has delivered.
	 * @param properties its properties
	 * @param body its body
	 * @return the message
	 */
	static RabbitMessage read(BasicProperties properties, byte[] body) {
		Map<String, Object> from = (properties.getHeaders() != null) ? properties.getHeaders() : Map.of();
		String id = text(from, ID);
		if (id == null) {
			// The same again and again only as far as its sender has named it.
			id = (properties.getMessageId() != null) ? properties.getMessageId() : UUID.randomUUID().toString();
		}
		String letter = text(from, LETTER);
		Death death = null;
		if (letter != null) {
			String error = text(from, ERROR);
			death = new Death(letter, Instant.ofEpochMilli(number(from, DIED_AT, 0)), (error != null) ? error : "");
		}
		return new RabbitMessage(new Head(id,
				(int) Math.min(HIGHEST_PRIORITY, number(from, PRIORITY, ItemQueue.DEFAULT_PRIORITY)), headers(from),
				count(from, ATTEMPT, 1), count(from, RETURNED, 0), count(from, LOSSES, 0), death), body);
	}

	private static @Nullable String text(Map<String, Object> from, String name) {
		Object value = from.get(name);
		return (value != null) ? value.toString() : null;
	}

	private static long number(Map<String, Object> from, String name, long otherwise) {
		return (from.get(name) instanceof Number number) ? Math.max(0, number.longValue()) : otherwise;
	}

	private static int count(Map<String, Object> from, String name, int otherwise) {
		return (int) Math.min(MOST_COUNTED, number(from, name, otherwise));
	}

	private static Map<String, String> headers(Map<String, Object> from) {
		Map<String, String> headers = new HashMap<>();
		if (from.get(HEADERS) instanceof Map<?, ?> map) {
			map.forEach((name, value) -> headers.put(String.valueOf(name), String.valueOf(value)));
		}
		return headers;
	}

	/**
	 * Writes the properties.
	 * @param back whether it comes back to where it was, before those that are new
	 * @return the properties to publish the body with
	 */
	BasicProperties properties(boolean back) {
		Map<String, Object> headers = new HashMap<>();
		headers.put(ID, this.head.id);
		headers.put(PRIORITY, this.head.priority);
		headers.put(ATTEMPT, this.head.attempt);
		if (!this.head.headers.isEmpty()) {
			headers.put(HEADERS, this.head.headers);
		}
		if (this.head.returned > 0) {
			headers.put(RETURNED, this.head.returned);
		}
		if (this.head.losses > 0) {
			headers.put(LOSSES, this.head.losses);
		}
		Death death = this.head.death;
		if (death != null) {
			headers.put(LETTER, death.letter);
			headers.put(DIED_AT, death.at.toEpochMilli());
			headers.put(ERROR, death.error);
		}
		return new BasicProperties.Builder().deliveryMode(PERSISTENT)
			.priority(QueueNames.brokerPriority(this.head.priority, back))
			.headers(headers)
			.build();
	}

	/**
	 * Decodes the message.
	 * @param codec the codec of its queue
	 * @return the message as it was put
	 * @throws IllegalArgumentException if the payload cannot be decoded
	 */
	Envelope envelope(PayloadCodec codec) {
		return envelope(codec.decode(this.body));
	}

	private Envelope envelope(Object payload) {
		return new Envelope(this.head.id, payload, this.head.priority, Duration.ZERO, this.head.headers);
	}

	/**
	 * Decodes a dead letter for somebody who is to see it anyway.
	 * @param codec the codec of its queue
	 * @return the letter, with its encoded payload as text if that cannot be decoded
	 */
	DeadLetter<Envelope> letter(PayloadCodec codec) {
		Envelope envelope;
		try {
			envelope = envelope(codec);
		}
		catch (Exception | LinkageError | StackOverflowError ex) {
			// Whatever it is: the other letters are to be seen, too.
			envelope = envelope(new String(this.body, StandardCharsets.UTF_8));
		}
		Death death = this.head.death;
		return new DeadLetter<>(letterId(), envelope, this.head.attempt, (death != null) ? death.at : Instant.EPOCH,
				(death != null) ? death.error : "given up by the broker, or put here by something else");
	}

	/** What names it among the dead letters. */
	String letterId() {
		Death death = this.head.death;
		return (death != null) ? death.letter : this.head.id;
	}

	/** Returns the next attempt. */
	RabbitMessage retried() {
		return with(this.head.attempt + 1, this.head.returned, this.head.losses, null);
	}

	/** Returns it as given back. */
	RabbitMessage returned() {
		return with(this.head.attempt, this.head.returned + 1, this.head.losses, null);
	}

	/** Returns it as held by a node that died. */
	RabbitMessage lost() {
		return with(this.head.attempt, this.head.returned, this.head.losses + 1, null);
	}

	/** Returns it as given up. */
	RabbitMessage dead(Instant at, String error) {
		return with(this.head.attempt, this.head.returned, this.head.losses,
				new Death(UUID.randomUUID().toString(), at, cut(error, DeadLetter.LONGEST_ERROR)));
	}

	/** Returns it as if it was new. */
	RabbitMessage redriven() {
		return with(1, 0, 0, null);
	}

	private RabbitMessage with(int attempt, int returned, int losses, @Nullable Death death) {
		return new RabbitMessage(
				new Head(this.head.id, this.head.priority, this.head.headers, attempt, returned, losses, death),
				this.body);
	}

	/**
	 * What the engine needs to know of a message.
	 *
	 * @param id names the message
	 * @param priority its priority
	 * @param headers what else travels with it
	 * @param attempt which attempt comes next
	 * @param returned how often it was given back
	 * @param losses how often a node died with it
	 * @param death how it was given up
	 */
	record Head(String id, int priority, Map<String, String> headers, int attempt, int returned, int losses,
			@Nullable Death death) {

	}

	/**
	 * How a message was given up.
	 *
	 * @param letter names it among the dead letters
	 * @param at when
	 * @param error why
	 */
	record Death(String letter, Instant at, String error) {

	}

}
