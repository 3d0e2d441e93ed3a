package io.atasker.queue;

import java.nio.charset.StandardCharsets;

/**
 * Text as bytes. What begins with {@link #BROKEN} cannot be decoded.
 */
public enum TextCodec implements PayloadCodec {

	/** There is one. */
	INSTANCE;

	/** Begins what can be encoded only. */
	public static final String BROKEN = "broken";

	@Override
	public byte[] encode(Object payload) {
		if (!(payload instanceof CharSequence)) {
			throw new IllegalArgumentException("no text");
		}
		return payload.toString().getBytes(StandardCharsets.UTF_8);
	}

	@Override
	public Object decode(byte[] bytes) {
		String text = new String(bytes, StandardCharsets.UTF_8);
		if (text.startsWith(BROKEN)) {
			throw new IllegalArgumentException("this text is broken");
		}
		return text;
	}

}
