package io.atasker.worker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Counts the executions of one strand and remembers the last ones. The strand alone
 * writes, opaquely; anybody reads.
 */
final class Tally {

	private static final VarHandle SUCCEEDED = handle("succeeded");

	private static final VarHandle FAILED = handle("failed");

	private static final VarHandle CANCELLED = handle("cancelled");

	private static final VarHandle TIMED_OUT = handle("timedOut");

	private static final VarHandle BUSY = handle("busy");

	private static final VarHandle LAUNCHES = handle("launches");

	private static final VarHandle LAUNCH_DELAY = handle("launchDelay");

	private final int historySize;

	/** Made at the first execution. */
	private volatile @Nullable History history;

	private long succeeded;

	private long failed;

	private long cancelled;

	/** The part of {@link #failed} that timed out, counted after it. */
	private long timedOut;

	/** Nanoseconds. */
	private long busy;

	private long launches;

	/** Nanoseconds. */
	private long launchDelay;

	Tally(int historySize) {
		this.historySize = historySize;
	}

	private static VarHandle handle(String field) {
		try {
			return MethodHandles.lookup().findVarHandle(Tally.class, field, long.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	/** Counts what has ended; a failure whose item is tried again is not final. */
	void ended(Ending ending, boolean isFinal) {
		if (ending == Ending.SUCCEEDED) {
			SUCCEEDED.setOpaque(this, this.succeeded + 1);
		}
		else if (ending.isFailure() && isFinal) {
			FAILED.setOpaque(this, this.failed + 1);
			if (ending == Ending.TIMED_OUT) {
				TIMED_OUT.setRelease(this, this.timedOut + 1);
			}
		}
		else if (ending == Ending.CANCELLED || (ending == Ending.GIVEN_BACK && isFinal)) {
			CANCELLED.setOpaque(this, this.cancelled + 1);
		}
	}

	/** Executions took this long, all since the clock was read last. */
	void busy(long nanos) {
		BUSY.setOpaque(this, this.busy + nanos);
	}

	/** A turn has begun this long after it was asked for. */
	void launched(long delay) {
		LAUNCH_DELAY.setOpaque(this, this.launchDelay + delay);
		LAUNCHES.setOpaque(this, this.launches + 1);
	}

	void remember(long sequence, long began, long duration, int code, History.@Nullable Details details) {
		if (this.historySize == 0) {
			return;
		}
		History entries = this.history;
		if (entries == null) {
			entries = new History(this.historySize);
			this.history = entries;
		}
		entries.add(sequence, began, duration, code, details);
	}

	long countSucceeded() {
		return (long) SUCCEEDED.getOpaque(this);
	}

	long countFailed() {
		return (long) FAILED.getOpaque(this);
	}

	long countCancelled() {
		return (long) CANCELLED.getOpaque(this);
	}

	long countTimedOut() {
		return (long) TIMED_OUT.getAcquire(this);
	}

	long busyTime() {
		return (long) BUSY.getOpaque(this);
	}

	long countLaunches() {
		return (long) LAUNCHES.getOpaque(this);
	}

	long launchDelay() {
		return (long) LAUNCH_DELAY.getOpaque(this);
	}

	void readHistory(Consumer<History.Entry> reader) {
		History entries = this.history;
		if (entries != null) {
			entries.read(reader);
		}
	}

}
