package io.atasker.process;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What one child and the application know and nobody else does. Neither end ever sends
 * it: each proves that it knows it, by a code (HMAC-SHA256) over what both have just
 * chosen at random. Immutable.
 */
final class Secret {

	/** How many bytes secrets, random numbers and proofs have. */
	static final int LENGTH = 32;

	private static final SecureRandom random = new SecureRandom();

	/** Of the algorithm: its key is brought to this length. */
	private static final int BLOCK = 64;

	private static final byte INNER = 0x36;

	private static final byte OUTER = 0x5c;

	private final byte[] bytes;

	private Secret(byte[] bytes) {
		this.bytes = bytes;
	}

	/** Returns bytes that nobody can guess. */
	static byte[] random() {
		byte[] bytes = new byte[LENGTH];
		random.nextBytes(bytes);
		return bytes;
	}

	static Secret create() {
		return new Secret(random());
	}

	/**
	 * Reads what {@link #text()} has returned.
	 * @param text the text
	 * @return the secret
	 */
	static Secret of(String text) {
		return new Secret(HexFormat.of().parseHex(text));
	}

	/** Returns the secret itself, for the other end and for nothing else. */
	String text() {
		return HexFormat.of().formatHex(this.bytes);
	}

	/**
	 * Proves that one end knows the secret.
	 * @param end which end, so that the proof of one is none of the other
	 * @param role which connection
	 * @param challenge what the application has chosen for this connection
	 * @param answer what the child has chosen for it
	 * @return the proof
	 */
	byte[] proof(String end, byte role, byte[] challenge, byte[] answer) {
		MessageDigest inner = digest(INNER);
		inner.update(end.getBytes(StandardCharsets.UTF_8));
		inner.update(role);
		inner.update(challenge);
		inner.update(answer);
		return digest(OUTER).digest(inner.digest());
	}

	/**
	 * HMAC as RFC 2104 has it. The class of the JDK that does the same would cost each
	 * child the start of a framework for ciphers.
	 */
	private MessageDigest digest(byte pad) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			byte[] key = Arrays.copyOf(this.bytes, BLOCK);
			for (int i = 0; i < BLOCK; i++) {
				key[i] ^= pad;
			}
			digest.update(key);
			return digest;
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every Java has SHA-256", ex);
		}
	}

}
