package io.atasker.worker;

import io.atasker.supervisor.ExecutionPool;
import io.atasker.supervisor.PoolTask;
import io.atasker.supervisor.Priority;

/**
 * Gives a strand its turns on threads of the pool, with a slot. A turn goes on from one
 * execution to the next while the slot would come back anyway.
 */
final class ThreadRunner extends PoolTask implements StrandRunner {

	private final Strand strand;

	private final ExecutionPool pool;

	/** The priority of the last submission; handed over through the gate. */
	private volatile Priority priority = Priority.NORMAL;

	/**
	 * Makes the runner of a strand.
	 * @param strand the strand
	 * @param pool gives slots and threads: those that run executions themselves, or those
	 * that wait for child processes to do so
	 */
	ThreadRunner(Strand strand, ExecutionPool pool) {
		this.strand = strand;
		this.pool = pool;
	}

	@Override
	public void launch() {
		this.priority = this.strand.core.effective().priority();
		this.strand.clock().launching(this.strand.core.time().nanoTime());
		this.pool.submit(this, this.priority);
		try {
			settingsChanged();
		}
		catch (OutOfMemoryError ex) {
			// It is in the pool, with the priority that it had.
		}
	}

	/** The priority or the gate may have changed while it did not wait yet. */
	@Override
	protected void requeued() {
		settingsChanged();
		this.strand.core.strands().launched(this.strand);
	}

	@Override
	protected boolean run() {
		Strand strand = this.strand;
		long turn = strand.core.time().nanoTime();
		boolean virtual = ThreadKind.isVirtual(Thread.currentThread());
		long yielded = turn;
		strand.turnBegins(turn);
		try {
			Next next;
			do {
				if (!strand.begin()) {
					return false;
				}
				execute(strand);
				next = next(strand, turn);
				if (virtual && isQuantumOver(strand, yielded)) {
					// A virtual thread that never blocks would keep its carrier for ever.
					yielded = strand.clock().now();
					Thread.yield();
				}
			}
			while (next == Next.KEEP);
			return next == Next.YIELD;
		}
		finally {
			strand.watch().end();
			strand.turnEnds();
		}
	}

	private static void execute(Strand strand) {
		Object result;
		try {
			result = strand.core.definition().code().executor().execute(strand.item(), strand.context());
		}
		catch (Throwable ex) {
			strand.end(null, ex);
			return;
		}
		strand.end(result, null);
	}

	/** Decides at the boundary between two executions. */
	private Next next(Strand strand, long turn) {
		WorkerCore core = strand.core;
		if (strand.stuck().wasAbandoned() || strand.pause() > 0 || !core.isOpen()) {
			return Next.LEAVE;
		}
		int mask = this.pool.yieldMask();
		Priority held = this.priority;
		if (ExecutionPool.mustYield(mask, held) || core.effective().priority() != held
				|| (ExecutionPool.shouldYield(mask, held) && isQuantumOver(strand, turn))) {
			return (core.source().ready() > 0) ? Next.YIELD : Next.LEAVE;
		}
		return Next.KEEP;
	}

	private static boolean isQuantumOver(Strand strand, long turn) {
		return strand.clock().now() - turn >= ExecutionPool.QUANTUM;
	}

	@Override
	protected boolean isOf(ExecutionPool pool) {
		return this.pool == pool;
	}

	@Override
	protected Priority requeuePriority() {
		this.strand.clock().launching(this.strand.clock().now());
		this.priority = this.strand.core.effective().priority();
		return this.priority;
	}

	@Override
	protected void released() {
		this.strand.core.strands().released(this.strand);
	}

	@Override
	protected void rejected() {
		// Not at once again: the pool may be closed for longer than the worker.
		this.strand.pause(Strand.PAUSE_AFTER_REFUSAL);
		this.strand.core.strands().released(this.strand);
	}

	@Override
	protected String name() {
		return this.strand.core.name();
	}

	@Override
	public boolean withdraw() {
		return this.pool.withdraw(this);
	}

	@Override
	public void settingsChanged() {
		Priority wanted = this.strand.core.effective().priority();
		if (wanted != this.priority && this.pool.move(this, wanted)) {
			this.priority = wanted;
		}
	}

	@Override
	public boolean abandon() {
		return this.pool.abandon(this);
	}

	@Override
	public boolean isInterruptible() {
		return true;
	}

	@Override
	public long waitingSince() {
		Long since = this.pool.waitingSince(this);
		return (since != null) ? since : Long.MIN_VALUE;
	}

	@Override
	public String where() {
		Thread thread = this.strand.interrupts().thread();
		return (thread != null) ? thread.getName() : "";
	}

	private enum Next {

		/** Go on with the same slot. */
		KEEP,

		/** Give the slot back and queue up for another. */
		YIELD,

		/** Give the slot back: there is nothing to do, or not now. */
		LEAVE

	}

}
