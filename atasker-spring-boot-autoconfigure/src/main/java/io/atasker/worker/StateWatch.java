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

	@GuardedBy("this")
	private final Deque<WorkerEvent> noticed = new ArrayDeque<>(2);

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
			if (this.telling) {
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
		if (now != before) {
			this.last = now;
			this.noticed.add(new WorkerEvent.StateChanged(this.core.name(), this.core.supervisor().name(),
					this.core.time().instant(), before, now, this.core.life().stoppedBy()));
		}
	}

	private synchronized @Nullable WorkerEvent next() {
		WorkerEvent next = this.noticed.poll();
		this.telling = next != null;
		return next;
	}

}
