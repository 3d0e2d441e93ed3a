package io.atasker.process;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Bytes to be read, none of which are trusted: whatever is not there is an exception, and
 * nothing is allocated for what is not there. For one thread.
 */
final class Input {

	private final byte[] bytes;

	private final int end;

	private int at;

	/** How many bytes counts have not spoken for. */
	private long unclaimed;

	Input(byte[] bytes, int start, int end) {
		this.bytes = bytes;
		this.at = start;
		this.end = end;
		this.unclaimed = end - start;
	}

	static Input of(byte[] bytes) {
		return new Input(bytes, 0, bytes.length);
	}

	int left() {
		return this.end - this.at;
	}

	private int take(int count) {
		if (count < 0 || count > left()) {
			throw new PayloadException("%d bytes are to follow, but there are %d".formatted(count, left()));
		}
		int start = this.at;
		this.at += count;
		return start;
	}

	byte readByte() {
		return this.bytes[take(1)];
	}

	short readShort() {
		return ByteBuffer.wrap(this.bytes).getShort(take(2));
	}

	int readInt() {
		return ByteBuffer.wrap(this.bytes).getInt(take(4));
	}

	long readLong() {
		return ByteBuffer.wrap(this.bytes).getLong(take(8));
	}

	byte[] readBytes() {
		int length = readInt();
		int start = take(length);
		byte[] value = new byte[length];
		System.arraycopy(this.bytes, start, value, 0, length);
		return value;
	}

	String readText() {
		int length = readInt();
		return new String(this.bytes, take(length), length, StandardCharsets.UTF_8);
	}

	/**
	 * Reads how many values follow. Each takes bytes of its own, which no other count may
	 * speak for: so what is made for counts within counts is no more than what came.
	 * @param least how many bytes each of them takes at least, without those of values
	 * within it
	 * @return the number, no larger than what is left allows
	 */
	int readCount(int least) {
		int count = readInt();
		long claimed = (long) count * least;
		if (count < 0 || claimed > left() || claimed > this.unclaimed) {
			throw new PayloadException("%d values are to follow in %d bytes".formatted(count, left()));
		}
		this.unclaimed -= claimed;
		return count;
	}

}
