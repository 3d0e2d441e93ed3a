package io.atasker.worker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The last executions of one strand: a ring that the strand alone writes and anybody
 * reads. An entry's sequence number is written last and read first and last again, so
 * that a reader skips an entry that is being overwritten.
 */
final class History {

	private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

	private static final VarHandle ERRORS = MethodHandles.arrayElementVarHandle(String[].class);

	private static final int FIELDS = 3;

	private final long[] ring;

	private final int size;

	/** Class and message of what was thrown, by twos; made at the first failure. */
	private volatile String @Nullable [] errors;

	/** Where to write next; used by the strand only. */
	private int next;

	History(int size) {
		this.size = size;
		this.ring = new long[size * FIELDS];
	}

	void add(long sequence, long started, long duration, int code) {
		beginEntry();
		endEntry(sequence, started, duration, code);
	}

	/** From here on readers skip the entry. */
	private void beginEntry() {
		LONGS.setOpaque(this.ring, this.next * FIELDS, 0L);
		VarHandle.releaseFence();
	}

	private void endEntry(long sequence, long started, long duration, int code) {
		int at = this.next * FIELDS;
		LONGS.setOpaque(this.ring, at + 1, started);
		LONGS.setOpaque(this.ring, at + 2, (duration << 8) | code);
		LONGS.setRelease(this.ring, at, sequence);
		this.next = (this.next + 1 == this.size) ? 0 : this.next + 1;
	}

	void add(long sequence, long started, long duration, int code, Throwable thrown) {
		String[] texts = this.errors;
		if (texts == null) {
			texts = new String[this.size * 2];
			this.errors = texts;
		}
		String message = ErrorText.message(thrown);
		beginEntry();
		ERRORS.setOpaque(texts, this.next * 2, thrown.getClass().getName());
		ERRORS.setOpaque(texts, this.next * 2 + 1, message);
		endEntry(sequence, started, duration, code);
	}

	static int code(ExecutionCause cause, ExecutionStatus status) {
		return (cause.ordinal() << 4) | status.ordinal();
	}

	/**
	 * Reads the entries.
	 * @param reader is given each, in no order
	 */
	void read(Consumer<Entry> reader) {
		for (int i = 0; i < this.size; i++) {
			int at = i * FIELDS;
			long sequence = (long) LONGS.getAcquire(this.ring, at);
			String[] texts = this.errors;
			long started = (long) LONGS.getOpaque(this.ring, at + 1);
			long packed = (long) LONGS.getOpaque(this.ring, at + 2);
			String type = (texts != null) ? (String) ERRORS.getOpaque(texts, i * 2) : null;
			String message = (texts != null) ? (String) ERRORS.getOpaque(texts, i * 2 + 1) : null;
			VarHandle.acquireFence();
			if (sequence != 0 && sequence == (long) LONGS.getOpaque(this.ring, at)) {
				int code = (int) (packed & 0xff);
				ExecutionStatus status = ExecutionStatus.values()[code & 0xf];
				boolean failed = status != ExecutionStatus.SUCCEEDED;
				reader.accept(new Entry(sequence, started, packed >>> 8, ExecutionCause.values()[code >> 4], status,
						failed ? type : null, failed ? message : null));
			}
		}
	}

	/**
	 * An execution.
	 *
	 * @param sequence its number in the strand
	 * @param started when it began, monotonic
	 * @param duration how long it took
	 * @param cause why
	 * @param status how it ended
	 * @param errorType the class of what it threw
	 * @param errorMessage its message
	 */
	record Entry(long sequence, long started, long duration, ExecutionCause cause, ExecutionStatus status,
			@Nullable String errorType, @Nullable String errorMessage) {

		ExecutionRecord toRecord(String taskId, Instant now, long nanoTime) {
			return new ExecutionRecord(taskId, this.cause, this.status, now.minusNanos(nanoTime - this.started),
					Duration.ofNanos(this.duration), this.errorType, this.errorMessage);
		}

	}

}
