package io.atasker.supervisor;

import java.util.concurrent.ThreadFactory;

import io.atasker.time.TimeSource;
import io.atasker.time.Timer;
import io.atasker.time.Timers;
import org.jspecify.annotations.Nullable;

/**
 * The timers of a supervisor: one queue for each time that it is started, and none while
 * it is stopped.
 */
final class RestartableTimers implements Timers {

	private final TimeSource time;

	private final ThreadFactory threads;

	private volatile @Nullable Timers current;

	RestartableTimers(TimeSource time, ThreadFactory threads) {
		this.time = time;
		this.threads = threads;
	}

	/** Called when the queue before it is closed. */
	void open() {
		this.current = this.time.openTimers(this.threads);
	}

	@Override
	public void schedule(Timer timer, long deadline) {
		Timers timers = this.current;
		if (timers != null) {
			timers.schedule(timer, deadline);
		}
	}

	@Override
	public boolean cancel(Timer timer) {
		Timers timers = this.current;
		return timers != null && timers.cancel(timer);
	}

	/** Called when the supervisor is stopped. */
	void shut() {
		Timers timers = this.current;
		if (timers != null) {
			this.current = null;
			timers.close();
		}
	}

	@Override
	public void close() {
		throw new UnsupportedOperationException("the supervisor closes its timers when it is stopped");
	}

}
