package io.atasker.worker;

import java.util.ArrayList;
import java.util.List;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.atasker.time.Timer;
import org.jspecify.annotations.Nullable;

/**
 * Interrupts executions of a strand so that it never hits the next one, at no cost for
 * executions that nobody interrupts.
 * <p>
 * The strand's sequence is odd while user code runs. Who wants to interrupt run n sets
 * {@link #attention} under the lock, and 1 ms later, when that is visible everywhere,
 * interrupts under the same lock if the sequence is still n. The strand writes its
 * sequence at the end of a run and then looks at attention; if it is set, it takes the
 * lock and clears the interrupt flag. So either the strand sees attention and waits for
 * the lock, or the other side sees that run n is over.
 */
final class Interrupts {

	static final long VISIBLE_AFTER = 1_000_000;

	private final Strand strand;

	/** Makes the strand look under the lock at the end of a run. */
	private volatile boolean attention;

	@GuardedBy("this")
	private @Nullable Interruption interruption;

	/** The run that is to be interrupted. */
	@GuardedBy("this")
	private long target = -1;

	/** The thread that has the strand's turn. Written under the lock, read by anyone. */
	private volatile @Nullable Thread thread;

	@GuardedBy("this")
	private @Nullable List<Runnable> onStop;

	Interrupts(Strand strand) {
		this.strand = strand;
	}

	synchronized void turnBegins() {
		this.thread = Thread.currentThread();
	}

	synchronized void turnEnds() {
		this.thread = null;
	}

	@Nullable Thread thread() {
		return this.thread;
	}

	/**
	 * Interrupts an execution, if it is the current one, after a moment.
	 * @param reason why
	 * @param number its number
	 * @return whether it is
	 */
	boolean interrupt(Interruption reason, long number) {
		List<Runnable> actions;
		synchronized (this) {
			if ((number & 1) == 0 || this.strand.sequence() != number) {
				return false;
			}
			if (this.target != number) {
				this.interruption = reason;
			}
			this.target = number;
			this.attention = true;
			// With the same look at the sequence, or the next run might be told.
			actions = takeActionsAside();
		}
		Aside.run(this.strand.core, actions);
		this.strand.core.timers()
			.schedule(Timer.of(() -> interruptNow(number)), this.strand.core.time().nanoTime() + VISIBLE_AFTER);
		return true;
	}

	private void interruptNow(long number) {
		synchronized (this) {
			if (this.target != number || this.strand.sequence() != number) {
				return;
			}
			if (this.strand.runner().isInterruptible()) {
				Thread current = this.thread;
				if (current != null) {
					current.interrupt();
				}
				return;
			}
		}
		this.strand.runner().cancel(number);
	}

	/** Returns why the run was interrupted, {@code null} if it was not. */
	@Nullable Interruption reasonOf(long number) {
		if (!this.attention) {
			return null;
		}
		synchronized (this) {
			return (this.target == number) ? this.interruption : null;
		}
	}

	/** Makes the strand look at the end of its current run. */
	void notice() {
		this.attention = true;
	}

	/**
	 * Runs an action if the strand is inside an execution, at whose end it will look.
	 * Needs a {@link #notice()} that has become visible.
	 * @param action short, without foreign code
	 */
	boolean insideRun(Runnable action) {
		synchronized (this) {
			if (!this.attention || !this.strand.isRunning()) {
				return false;
			}
			action.run();
			return true;
		}
	}

	/** Returns whether the strand was asked to look. */
	boolean isNoticed() {
		return this.attention;
	}

	/**
	 * Looks under the lock, where attention is asked for; after the sequence was written
	 * at the end of a run.
	 * @return whether it was
	 */
	boolean attend() {
		if (!this.attention) {
			return false;
		}
		synchronized (this) {
			this.attention = false;
			this.target = -1;
			this.interruption = null;
			this.onStop = null;
			Thread.interrupted();
		}
		return true;
	}

	void onStop(Runnable action) {
		synchronized (this) {
			if (this.onStop == null) {
				this.onStop = new ArrayList<>(2);
			}
			this.onStop.add(action);
			this.attention = true;
		}
		// After it was added: of this and a stop that comes now, at least one runs it.
		if (this.strand.isStopRequested()) {
			List<Runnable> actions;
			synchronized (this) {
				actions = takeActions();
			}
			Aside.runAll(this.strand.core, actions);
		}
	}

	/** Runs the actions that wait for a stop request, each once. */
	void tellStop() {
		List<Runnable> actions;
		synchronized (this) {
			actions = takeActionsAside();
		}
		Aside.run(this.strand.core, actions);
	}

	/** While its run still goes on, so that no stop ends in between. */
	@GuardedBy("this")
	private List<Runnable> takeActionsAside() {
		List<Runnable> actions = takeActions();
		if (!actions.isEmpty()) {
			this.strand.core.life().cycle().asideBegins();
		}
		return actions;
	}

	@GuardedBy("this")
	private List<Runnable> takeActions() {
		List<Runnable> actions = (this.onStop != null) ? this.onStop : List.of();
		this.onStop = null;
		return actions;
	}

}
