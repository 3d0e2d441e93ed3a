package io.atasker.worker;

import java.util.ArrayDeque;
import java.util.Deque;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;

/**
 * Notices changes of the state of a worker, which is derived from its parts and set by
 * none of them: whoever has moved one of them has it look here afterwards, without locks.
 * What was noticed is told in order, by one thread at a time, outside the lock.
 */
final class StateWatch {

	private final WorkerCore core;

	/** What is to be told; there is nothing most of the time. */
	@GuardedBy("this")
	private @Nullable Deque<WorkerEvent> noticed;

	@GuardedBy("this")
	private WorkerState last;

	/** Whether a thread is telling. */
	@GuardedBy("this")
	private boolean telling;

	StateWatch(WorkerCore core) {
		this.core = core;
		this.last = core.life().state();
	}

	void look() {
		synchronized (this) {
			notice();
			if (this.telling || this.noticed == null) {
				return;
			}
			this.telling = true;
		}
		for (WorkerEvent event = next(); event != null; event = next()) {
			this.core.listeners().happened(event);
		}
	}

	@GuardedBy("this")
	private void notice() {
		WorkerState now = this.core.life().state();
		WorkerState before = this.last;
		if (now == before) {
			return;
		}
		this.last = now;
		if (!this.core.listeners().isEmpty()) {
			Deque<WorkerEvent> events = (this.noticed != null) ? this.noticed : new ArrayDeque<>(2);
			this.noticed = events;
			events.add(new WorkerEvent.StateChanged(this.core.name(), this.core.supervisor().name(),
					this.core.time().instant(), before, now, this.core.life().stoppedBy()));
		}
	}

	private synchronized @Nullable WorkerEvent next() {
		WorkerEvent next = (this.noticed != null) ? this.noticed.poll() : null;
		if (next == null) {
			this.noticed = null;
			this.telling = false;
		}
		return next;
	}

}
