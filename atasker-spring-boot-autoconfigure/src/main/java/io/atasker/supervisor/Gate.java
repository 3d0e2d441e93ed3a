package io.atasker.supervisor;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.atasker.supervisor.Admission.Change;
import io.atasker.supervisor.Admission.Requeue;
import io.atasker.supervisor.Admission.Submission;
import io.atasker.supervisor.Admission.Waiting;
import io.atasker.supervisor.PoolTask.Ticket;
import io.atasker.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Lets tasks in, by the rule of {@link Admission}. It knows no threads: who calls it has
 * to run what it admits.
 * <p>
 * After each operation no task that waits is admissible, but for those that were
 * {@link #putBack(PoolTask) put back} for want of a thread; {@link #next()} admits these.
 * A closed gate admits nothing.
 */
final class Gate {

	private final TimeSource time;

	private final YieldMask.Padded yieldMask = new YieldMask.Padded();

	/*
	 * One short lock guards the admission and the fields of the tasks that say so. What
	 * is admitted is handed to the caller, who acts on it without the lock. The mask is
	 * written under the lock and read without: it may be stale when it is read, but who
	 * finds a bit set comes here and is told exactly.
	 */
	private final ReentrantLock lock = new ReentrantLock();

	@GuardedBy("lock")
	private final Admission admission;

	Gate(PoolLimits limits, TimeSource time) {
		this.admission = new Admission(limits);
		this.time = time;
	}

	int yieldMask() {
		return this.yieldMask.get();
	}

	/**
	 * Opens the gate.
	 * @return what is admitted by it
	 */
	List<PoolTask> open() {
		this.lock.lock();
		try {
			this.admission.open(true);
			return admitAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Closes the gate.
	 * @return what waited, and does not any more
	 */
	List<PoolTask> close() {
		this.lock.lock();
		try {
			this.admission.open(false);
			List<PoolTask> waiting = this.admission.lanes.removeAll();
			publish();
			return waiting;
		}
		finally {
			this.lock.unlock();
		}
	}

	Submission submit(PoolTask task, Priority priority) {
		return submit(task, priority, PoolTask.NEVER);
	}

	Submission submit(PoolTask task, Priority priority, long now) {
		this.lock.lock();
		try {
			if (task.lane != null || task.ticket != Ticket.NONE) {
				return Submission.PRESENT;
			}
			if (!this.admission.isOpen()) {
				return Submission.REFUSED;
			}
			return enter(task, priority, now);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Gives the slot of a task back, if it was not given back before, and admits who is
	 * next, in one step.
	 * @param task the task, which has run
	 * @return who is next, or {@code null}
	 */
	@Nullable PoolTask finish(PoolTask task) {
		this.lock.lock();
		try {
			this.admission.complete(task);
			return admitNext();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Gives the slot of a task back, submits the task again, and admits who is next, in
	 * one step. It is not submitted when its slot was given back already.
	 * @param task the task, which has run
	 * @param priority the priority to submit it with
	 * @return what became of it, and who is next
	 */
	Requeue requeue(PoolTask task, Priority priority) {
		Requeue outcome = new Requeue();
		this.lock.lock();
		try {
			boolean held = this.admission.complete(task);
			if (!held) {
				return outcome.to(Submission.ABANDONED, admitNext());
			}
			if (!this.admission.isOpen()) {
				return outcome.to(Submission.REFUSED, admitNext());
			}
			Submission submission = enter(task, priority, PoolTask.NEVER);
			return outcome.to(submission, (submission == Submission.ADMITTED) ? task : admitNext());
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Admits one of those who wait, if that is possible at all.
	 * @return the task admitted, or {@code null}
	 */
	@Nullable PoolTask next() {
		this.lock.lock();
		try {
			return admitNext();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Takes the slot of an admitted task back, which has no thread to run on, and puts it
	 * at the head of its lane.
	 * @param task the task
	 * @return whether the gate is open; otherwise the task is out
	 */
	boolean putBack(PoolTask task) {
		this.lock.lock();
		try {
			this.admission.release(task);
			task.ticket = Ticket.NONE;
			if (this.admission.isOpen()) {
				if (task.waitingSince == PoolTask.NEVER) {
					task.waitingSince = PoolTask.tick(this.time);
				}
				this.admission.lanes.addFirst(task, task.admittedAs);
			}
			publish();
			return this.admission.isOpen();
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean withdraw(PoolTask task) {
		this.lock.lock();
		try {
			if (task.lane == null) {
				return false;
			}
			this.admission.lanes.remove(task, task.lane);
			publish();
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	Change move(PoolTask task, Priority priority) {
		this.lock.lock();
		try {
			if (task.lane == null) {
				return Change.NONE;
			}
			if (task.lane != priority) {
				this.admission.lanes.remove(task, task.lane);
				this.admission.lanes.addLast(task, priority);
			}
			return new Change(true, admitNext());
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Gives the slot of a running task back while it goes on, unless too many do already.
	 * @param task the task
	 * @return whether it gave one back, and who is next
	 */
	Change abandon(PoolTask task) {
		this.lock.lock();
		try {
			return this.admission.abandon(task) ? new Change(true, admitNext()) : Change.NONE;
		}
		finally {
			this.lock.unlock();
		}
	}

	List<PoolTask> resize(PoolLimits limits) {
		this.lock.lock();
		try {
			this.admission.limits(limits);
			return admitAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Returns whether nobody waits and nobody but the given tasks holds a slot.
	 * @param except the tasks that do not count
	 * @return whether it is so
	 */
	boolean isQuiet(Collection<PoolTask> except) {
		this.lock.lock();
		try {
			long held = except.stream().filter((task) -> task.ticket == Ticket.HELD).distinct().count();
			return this.admission.lanes.occupied() == 0 && this.admission.running() == held;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Returns since when a task waits, for readers.
	 * @param task the task
	 * @return the monotonic time, or {@code null} if it does not wait
	 */
	@Nullable Long waitingSince(PoolTask task) {
		// May be stale, as any answer. Readers of thousands of tasks that do not wait
		// keep off the lock.
		if (task.lane == null) {
			return null;
		}
		this.lock.lock();
		try {
			return (task.lane != null) ? task.waitingSince : null;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Returns the first in a lane.
	 * @param priority the lane
	 * @return who is at its head, or {@code null} if it is empty
	 */
	@Nullable Waiting first(Priority priority) {
		this.lock.lock();
		try {
			Lane lane = this.admission.lanes.get(priority);
			PoolTask first = lane.first();
			return (first != null) ? new Waiting(first, first.waitingSince, lane.size()) : null;
		}
		finally {
			this.lock.unlock();
		}
	}

	Admission.Load load() {
		this.lock.lock();
		try {
			return this.admission.load();
		}
		finally {
			this.lock.unlock();
		}
	}

	@GuardedBy("lock")
	private Submission enter(PoolTask task, Priority priority, long now) {
		boolean admitted = this.admission.admitNewcomer(task, priority);
		if (!admitted) {
			task.waitingSince = (now != PoolTask.NEVER) ? now : PoolTask.tick(this.time);
			this.admission.lanes.addLast(task, priority);
		}
		publish();
		return admitted ? Submission.ADMITTED : Submission.QUEUED;
	}

	@GuardedBy("lock")
	private @Nullable PoolTask admitNext() {
		PoolTask next = this.admission.admitNext();
		publish();
		return next;
	}

	@GuardedBy("lock")
	private List<PoolTask> admitAll() {
		List<PoolTask> admitted = this.admission.admitAll();
		publish();
		return admitted;
	}

	@GuardedBy("lock")
	private void publish() {
		this.yieldMask.set(this.admission.yieldMask());
	}

}
