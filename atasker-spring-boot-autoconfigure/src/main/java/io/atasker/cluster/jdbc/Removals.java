package io.atasker.cluster.jdbc;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.atasker.cluster.jdbc.QueueTable.PickedRow;
import org.jspecify.annotations.Nullable;

/**
 * Deletes the rows of what is done, each thread its own, but those that come while the
 * database is at work share one statement and one commit. A thread that comes alone waits
 * for nobody: it deletes its row at once. Those that come meanwhile line up, and when it
 * is back, the first of them deletes the rows of all. If it does not come back, the first
 * one goes all the same after a while, so that one that hangs there holds up no others.
 */
final class Removals {

	/** More would keep the first ones waiting, and a driver would send them in parts. */
	private static final int MOST = 100;

	private static final String UNKNOWN = "a row could not be deleted";

	private final Function<List<PickedRow>, boolean[]> database;

	private final long patience;

	private final ReentrantLock lock = new ReentrantLock();

	/** Those whose row nobody deletes yet. */
	@GuardedBy("lock")
	private final Deque<Removal> waiting = new ArrayDeque<>();

	/**
	 * Whether a thread deletes rows, or is told to, and will see to those that wait.
	 * After one has hung there may be several, and not all are known of; each sees to
	 * them.
	 */
	@GuardedBy("lock")
	private boolean busy;

	/**
	 * Creates it.
	 * @param database deletes all of some rows or, if it throws, none, and says of each
	 * whether it was still there
	 * @param patience how long to wait for others
	 */
	Removals(Function<List<PickedRow>, boolean[]> database, Duration patience) {
		this.database = database;
		this.patience = patience.toNanos();
	}

	/**
	 * Deletes a row. An interrupt does not end the wait, as if the thread was at the
	 * database itself, and is kept.
	 * @param row the row as it was picked
	 * @return whether it was still there
	 * @throws RuntimeException if the database has thrown it at whoever asked
	 */
	boolean remove(PickedRow row) {
		Removal own = new Removal(row);
		boolean interrupted = false;
		try {
			boolean first = begins(own);
			while (!first && !own.turn.isDone()) {
				try {
					first = awaitTurn(own);
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
			// It is of this thread only, and the wait for a connection would end with it
			// for all.
			interrupted |= Thread.interrupted();
			if (first || own.turn.join() == Turn.DELETE) {
				deleteAll(own);
			}
			return own.outcome();
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/** Lines up, or returns true if there is nobody to wait for. */
	private boolean begins(Removal own) {
		this.lock.lock();
		try {
			if (this.busy) {
				this.waiting.add(own);
				return false;
			}
			this.busy = true;
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Returns whether not to wait any longer, {@code false} if it is this one's turn. */
	private boolean awaitTurn(Removal own) throws InterruptedException {
		try {
			own.turn.get(this.patience, TimeUnit.NANOSECONDS);
			return false;
		}
		catch (TimeoutException ex) {
			if (leaves(own)) {
				return true;
			}
			// Somebody has it with him at the database.
			own.turn.join();
			return false;
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private boolean leaves(Removal own) {
		this.lock.lock();
		try {
			return this.waiting.remove(own);
		}
		finally {
			this.lock.unlock();
		}
	}

	private void deleteAll(Removal own) {
		List<Removal> together = List.of(own);
		try {
			together = take(own);
			boolean[] there = this.database.apply(together.stream().map(Removal::row).toList());
			for (int i = 0; i < there.length; i++) {
				together.get(i).there = there[i];
			}
		}
		catch (RuntimeException ex) {
			together.forEach((removal) -> removal.failure = ex);
		}
		catch (Throwable ex) {
			RuntimeException failure = new IllegalStateException(UNKNOWN, ex);
			together.forEach((removal) -> removal.failure = failure);
		}
		finally {
			end(together);
		}
	}

	private void end(List<Removal> together) {
		try {
			// Who deletes the next ones first: the database is free.
			next();
		}
		finally {
			together.forEach((removal) -> removal.turn.complete(Turn.LOOK));
		}
	}

	private List<Removal> take(Removal own) {
		this.lock.lock();
		try {
			List<Removal> together = new ArrayList<>(Math.min(MOST, this.waiting.size() + 1));
			together.add(own);
			while (together.size() < MOST && !this.waiting.isEmpty()) {
				together.add(this.waiting.remove());
			}
			return together;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void next() {
		Removal next;
		this.lock.lock();
		try {
			next = this.waiting.poll();
			this.busy = next != null;
		}
		finally {
			this.lock.unlock();
		}
		if (next != null) {
			next.turn.complete(Turn.DELETE);
		}
	}

	/**
	 * What a thread does that was waiting.
	 */
	private enum Turn {

		/** Deletes its row and those of all that wait. */
		DELETE,

		/** Looks at what came of its own row. */
		LOOK

	}

	/**
	 * A row, and the thread that waits for it to be deleted.
	 */
	private static final class Removal {

		private final PickedRow row;

		private final CompletableFuture<Turn> turn = new CompletableFuture<>();

		/** Written by the thread that deletes, before it is this one's turn. */
		private @Nullable Boolean there;

		/** Written by the thread that deletes, before it is this one's turn. */
		private @Nullable RuntimeException failure;

		Removal(PickedRow row) {
			this.row = row;
		}

		PickedRow row() {
			return this.row;
		}

		boolean outcome() {
			if (this.failure != null) {
				throw this.failure;
			}
			if (this.there == null) {
				throw new IllegalStateException(UNKNOWN);
			}
			return this.there;
		}

	}

}
