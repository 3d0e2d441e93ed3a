package io.atasker.process;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes that grow, up to a limit. For one thread.
 */
final class Output {

	private final int limit;

	private byte[] bytes = new byte[256];

	private int size;

	/**
	 * Makes an empty one.
	 * @param limit how many bytes there may be
	 */
	Output(int limit) {
		this.limit = limit;
	}

	int size() {
		return this.size;
	}

	/** Forgets all, and what is too large to be kept for the next time. */
	void clear() {
		this.size = 0;
		if (this.bytes.length > 1 << 20) {
			this.bytes = new byte[256];
		}
	}

	/**
	 * Forgets what was written after some point.
	 * @param size the size at that point
	 */
	void cutTo(int size) {
		this.size = size;
	}

	ByteBuffer buffer() {
		return ByteBuffer.wrap(this.bytes, 0, this.size);
	}

	byte[] toBytes() {
		return Arrays.copyOf(this.bytes, this.size);
	}

	private int grow(int more) {
		int start = this.size;
		long wanted = (long) start + more;
		if (wanted > this.limit) {
			throw new PayloadException(
					"it takes more than %,d bytes, the most that may travel; raise max-payload, ".formatted(this.limit)
							+ "or pass the name of a file instead of what is in it");
		}
		if (wanted > this.bytes.length) {
			long twice = Math.min(this.limit, 2L * this.bytes.length);
			this.bytes = Arrays.copyOf(this.bytes, (int) Math.max(wanted, twice));
		}
		this.size = (int) wanted;
		return start;
	}

	void writeByte(int value) {
		int at = grow(1);
		this.bytes[at] = (byte) value;
	}

	void writeShort(int value) {
		int at = grow(2);
		this.bytes[at] = (byte) (value >>> 8);
		this.bytes[at + 1] = (byte) value;
	}

	void writeInt(int value) {
		putInt(grow(4), value);
	}

	void putInt(int at, int value) {
		this.bytes[at] = (byte) (value >>> 24);
		this.bytes[at + 1] = (byte) (value >>> 16);
		this.bytes[at + 2] = (byte) (value >>> 8);
		this.bytes[at + 3] = (byte) value;
	}

	void writeLong(long value) {
		int at = grow(8);
		putInt(at, (int) (value >>> 32));
		putInt(at + 4, (int) value);
	}

	void writeBytes(byte[] value) {
		writeInt(value.length);
		int at = grow(value.length);
		System.arraycopy(value, 0, this.bytes, at, value.length);
	}

	void writeText(String value) {
		writeBytes(value.getBytes(StandardCharsets.UTF_8));
	}

}
