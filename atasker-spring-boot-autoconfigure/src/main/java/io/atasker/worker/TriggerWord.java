package io.atasker.worker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Triggers that no run has taken yet.
 * <p>
 * A trigger always reads, modifies and writes the word, also when another one is pending
 * already, and the runner takes the word just before user code. So whatever was written
 * before a trigger is seen by the run that serves it. (Answering "merged" on a mere read
 * of the word loses writes: the read may come before the runner's taking in the order of
 * the word, while nothing orders the caller's writes before the run.)
 */
final class TriggerWord {

	private static final VarHandle PENDING;

	static {
		try {
			PENDING = MethodHandles.lookup().findVarHandle(TriggerWord.class, "pending", long.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	/** How many triggers wait for a run. */
	@SuppressWarnings("unused")
	private volatile long pending;

	/**
	 * Adds a trigger.
	 * @return how many were pending before
	 */
	long add() {
		return (long) PENDING.getAndAdd(this, 1L);
	}

	/**
	 * Takes all triggers, for the run that is about to begin.
	 * @return how many there were
	 */
	long take() {
		return (long) PENDING.getAndSet(this, 0L);
	}

	/**
	 * Takes one trigger back, and leaves those of others.
	 * @return whether there was one
	 */
	boolean takeOne() {
		for (long before = this.pending; before > 0; before = this.pending) {
			if (PENDING.compareAndSet(this, before, before - 1)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Returns whether a trigger waits.
	 * @return whether {@link #take()} would find one
	 */
	boolean isPending() {
		return this.pending != 0;
	}

}
