package io.atasker.supervisor;

import java.util.ArrayList;
import java.util.List;

import io.atasker.supervisor.PoolTask.Ticket;
import org.jspecify.annotations.Nullable;

/**
 * The rule by which tasks are admitted, and who runs and waits by it. Not safe for use by
 * several threads: the lock of the {@link Gate} guards it and the fields of the tasks.
 * <p>
 * Limits rise with the priority, so that nobody may begin when the most urgent of those
 * who wait may not: one look at one lane decides.
 */
final class Admission {

	final Lanes lanes = new Lanes();

	private final int[] limit = new int[Lanes.COUNT];

	private final int[] runningAs = new int[Lanes.COUNT];

	private int running;

	/** How many go on without their slot. */
	private int abandoned;

	private long completed;

	private PoolLimits limits;

	private boolean open;

	Admission(PoolLimits limits) {
		this.limits = limits;
		limits(limits);
	}

	boolean isOpen() {
		return this.open;
	}

	void open(boolean open) {
		this.open = open;
	}

	PoolLimits limits() {
		return this.limits;
	}

	void limits(PoolLimits limits) {
		this.limits = limits;
		for (Priority priority : Priority.values()) {
			this.limit[priority.ordinal()] = limits.limit(priority);
		}
	}

	int running() {
		return this.running;
	}

	/**
	 * Admits a task that nobody in the lanes goes before, if the limit allows.
	 * @param task the task
	 * @param priority its priority
	 * @return whether it was admitted
	 */
	boolean admitNewcomer(PoolTask task, Priority priority) {
		if (!this.open || this.lanes.isQueueFor(priority) || !isBelowLimit(priority)) {
			return false;
		}
		hold(task, priority);
		task.waitingSince = PoolTask.NEVER;
		return true;
	}

	/**
	 * Admits one of those who wait, if the limit allows.
	 * @return the task admitted, or {@code null}
	 */
	@Nullable PoolTask admitNext() {
		Lane lane = this.lanes.mostUrgent();
		PoolTask next = (lane != null) ? lane.first() : null;
		if (lane == null || next == null || !this.open || !isBelowLimit(lane.priority)) {
			return null;
		}
		this.lanes.remove(next, lane.priority);
		hold(next, lane.priority);
		return next;
	}

	List<PoolTask> admitAll() {
		List<PoolTask> admitted = new ArrayList<>();
		for (PoolTask next = admitNext(); next != null; next = admitNext()) {
			admitted.add(next);
		}
		return admitted;
	}

	/**
	 * Gives back the slot of a task, once.
	 * @param task the task
	 * @return whether it held one
	 */
	boolean release(PoolTask task) {
		if (task.ticket != Ticket.HELD) {
			return false;
		}
		task.ticket = Ticket.RELEASED;
		this.running--;
		this.runningAs[task.admittedAs.ordinal()]--;
		return true;
	}

	/**
	 * Gives back the slot of a task that goes on, unless too many do already: threads
	 * without slots are not bounded by anything else.
	 * @param task the task
	 * @return whether it held one and gave it back
	 */
	boolean abandon(PoolTask task) {
		int most = (this.limits.poolSize() > 0) ? Math.max(1, this.limits.poolSize() / 4) : Integer.MAX_VALUE;
		if (this.abandoned >= most || !release(task)) {
			return false;
		}
		this.abandoned++;
		return true;
	}

	/**
	 * Takes note that a task has run to its end, and gives back its slot.
	 * @param task the task
	 * @return whether it held one until now
	 */
	boolean complete(PoolTask task) {
		this.completed++;
		if (task.ticket == Ticket.RELEASED) {
			this.abandoned--;
		}
		boolean held = release(task);
		task.ticket = Ticket.NONE;
		return held;
	}

	/**
	 * Returns the bits of {@link ExecutionPool#yieldMask()}.
	 * @return the bits
	 */
	int yieldMask() {
		int occupied = this.lanes.occupied();
		int mask = occupied << Lanes.COUNT;
		for (int lane = 0; lane < Lanes.COUNT; lane++) {
			if (this.running > this.limit[lane] || (occupied >>> (lane + 1)) != 0) {
				mask |= 1 << lane;
			}
		}
		return mask;
	}

	Load load() {
		return new Load(this.open, this.limits, this.running, this.runningAs.clone(), this.lanes.sizes(),
				this.completed, this.abandoned);
	}

	private boolean isBelowLimit(Priority priority) {
		return this.running < this.limit[priority.ordinal()];
	}

	private void hold(PoolTask task, Priority priority) {
		task.ticket = Ticket.HELD;
		task.admittedAs = priority;
		this.running++;
		this.runningAs[priority.ordinal()]++;
	}

	/**
	 * How many run and wait.
	 *
	 * @param open whether the gate is open
	 * @param limits the limits
	 * @param running how many run
	 * @param runningAs how many run, by ordinal of the priority
	 * @param waiting how many wait, by ordinal of the priority
	 * @param completed how many have run to their end
	 * @param abandoned how many go on without their slot
	 */
	record Load(boolean open, PoolLimits limits, int running, int[] runningAs, int[] waiting, long completed,
			int abandoned) {

		/**
		 * Explains why a task of a priority waits.
		 * @param priority the priority
		 * @return the binding limit in words, or {@code null} if there is none
		 */
		@Nullable String whyWaiting(Priority priority) {
			if (!this.open) {
				return "supervisor is stopped";
			}
			for (int urgent = Lanes.COUNT - 1; urgent > priority.ordinal(); urgent--) {
				if (this.waiting[urgent] > 0) {
					return "more urgent tasks wait: %d %s".formatted(this.waiting[urgent], Priority.values()[urgent]);
				}
			}
			int limit = this.limits.limit(priority);
			return (this.running < limit) ? null
					: "pool full: %d of %d running at priority %s".formatted(this.running, limit, priority);
		}

	}

	/** What became of a submission. */
	enum Submission {

		/** It is admitted and has to be run. */
		ADMITTED,

		/** It waits. */
		QUEUED,

		/** The gate is closed. */
		REFUSED,

		/** It was in already. */
		PRESENT,

		/** It was given up while it ran, and does not come in again by itself. */
		ABANDONED

	}

	/**
	 * What an operation came to.
	 *
	 * @param done whether it had an effect
	 * @param admitted who was admitted by it and has to be run, or {@code null}
	 */
	record Change(boolean done, @Nullable PoolTask admitted) {

		static final Change NONE = new Change(false, null);

	}

	/**
	 * What became of a task that gave its slot back and was to go on. It is made before
	 * anything is changed, so that nothing has changed when there is no memory for it.
	 */
	static final class Requeue {

		private Submission submission = Submission.ABANDONED;

		private @Nullable PoolTask next;

		Requeue to(Submission submission, @Nullable PoolTask next) {
			this.submission = submission;
			this.next = next;
			return this;
		}

		/**
		 * Returns what became of the task itself.
		 * @return after anything but {@link Submission#QUEUED} and
		 * {@link Submission#ADMITTED} it is out, and after these it may be at work on
		 * another thread already
		 */
		Submission submission() {
			return this.submission;
		}

		/**
		 * Returns who has to be run.
		 * @return the task itself when it was admitted again, or another, or {@code null}
		 */
		@Nullable PoolTask next() {
			return this.next;
		}

	}

	/**
	 * The first in a lane.
	 *
	 * @param task the task
	 * @param since since when it waits
	 * @param count how many wait in the lane
	 */
	record Waiting(PoolTask task, long since, int count) {

	}

}
