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

	private static final VarHandle DETAILS = MethodHandles.arrayElementVarHandle(Details[].class);

	private static final int FIELDS = 3;

	private final long[] ring;

	private final int size;

	/** What few executions have; made for the first that has some. */
	private volatile @Nullable Details @Nullable [] details;

	/** Where to write next; used by the strand only. */
	private int next;

	History(int size) {
		this.size = size;
		this.ring = new long[size * FIELDS];
	}

	/**
	 * Adds an entry.
	 * @param sequence its number, not 0
	 * @param started when it began, monotonic
	 * @param duration how long it took
	 * @param code as {@link #code}
	 * @param more what else there is, mostly nothing
	 */
	void add(long sequence, long started, long duration, int code, @Nullable Details more) {
		int at = this.next * FIELDS;
		LONGS.setOpaque(this.ring, at, 0L);
		VarHandle.releaseFence();
		@Nullable Details[] all = this.details;
		if (all == null && more != null) {
			all = new Details[this.size];
			this.details = all;
		}
		if (all != null && (more != null || all[this.next] != null)) {
			DETAILS.setOpaque(all, this.next, more);
		}
		LONGS.setOpaque(this.ring, at + 1, started);
		LONGS.setOpaque(this.ring, at + 2, (duration << 8) | code);
		LONGS.setRelease(this.ring, at, sequence);
		this.next = (this.next + 1 == this.size) ? 0 : this.next + 1;
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
			long started = (long) LONGS.getOpaque(this.ring, at + 1);
			long packed = (long) LONGS.getOpaque(this.ring, at + 2);
			@Nullable Details[] all = this.details;
			Details more = (all != null) ? (Details) DETAILS.getOpaque(all, i) : null;
			VarHandle.acquireFence();
			if (sequence != 0 && sequence == (long) LONGS.getOpaque(this.ring, at)) {
				int code = (int) (packed & 0xff);
				reader.accept(new Entry(sequence, started, packed >>> 8, ExecutionCause.values()[code >> 4],
						ExecutionStatus.values()[code & 0xf], more));
			}
		}
	}

	/**
	 * What few executions have.
	 *
	 * @param errorType the class of what it threw
	 * @param errorMessage its message
	 * @param progress what it said of itself last
	 */
	record Details(@Nullable String errorType, @Nullable String errorMessage,
			WorkerSnapshot.@Nullable Progress progress) {

		static final Details NONE = new Details(null, null, null);

		/**
		 * Collects what there is.
		 * @param thrown what was thrown, if anything
		 * @param progress what it said of itself, if anything
		 * @return the details, {@code null} if there is nothing
		 */
		static @Nullable Details of(@Nullable Throwable thrown, WorkerSnapshot.@Nullable Progress progress) {
			if (thrown != null) {
				return new Details(thrown.getClass().getName(), ErrorText.message(thrown), progress);
			}
			return (progress != null) ? new Details(null, null, progress) : null;
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
	 * @param details what else is known, mostly nothing
	 */
	record Entry(long sequence, long started, long duration, ExecutionCause cause, ExecutionStatus status,
			@Nullable Details details) {

		ExecutionRecord toRecord(String taskId, Instant now, long nanoTime) {
			Details more = (this.details != null) ? this.details : Details.NONE;
			return new ExecutionRecord(taskId, this.cause, this.status, now.minusNanos(nanoTime - this.started),
					Duration.ofNanos(this.duration), more.errorType, more.errorMessage, more.progress);
		}

	}

}
