package io.atasker.cluster.jdbc;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.atasker.cluster.jdbc.QueueTable.PickedRow;
import org.jspecify.annotations.Nullable;

/**
 * Deletes the rows of what is done, each thread its own, but those that come while the
 * database is at work share one statement and one commit. A thread that comes alone waits
 * for nobody: it deletes its row at once. Those that come meanwhile line up, and when it
 * is back, the first of them deletes the rows of all.
 */
final class Removals {

	/** More would keep the first ones waiting, and a driver would send them in parts. */
	private static final int MOST = 100;

	private final Function<List<PickedRow>, boolean[]> database;

	private final ReentrantLock lock = new ReentrantLock();

	@GuardedBy("lock")
	private final Queue<Removal> waiting = new ArrayDeque<>();

	/** Whether a thread deletes rows, or is told to. */
	@GuardedBy("lock")
	private boolean busy;

	/**
	 * Creates it.
	 * @param database deletes all of some rows or, if it throws, none, and says of each
	 * whether it was still there
	 */
	Removals(Function<List<PickedRow>, boolean[]> database) {
		this.database = database;
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
		boolean first;
		this.lock.lock();
		try {
			this.waiting.add(own);
			first = !this.busy;
			this.busy = true;
		}
		finally {
			this.lock.unlock();
		}
		if (first || own.turn.join() == Turn.DELETE) {
			deleteAll();
		}
		return own.outcome();
	}

	/** Deletes what is waiting. The row of this thread is the first of them. */
	private void deleteAll() {
		List<Removal> together = take();
		// It is of this thread only, and the wait for a connection would end with it.
		boolean interrupted = Thread.interrupted();
		try {
			boolean[] there = this.database.apply(together.stream().map(Removal::row).toList());
			for (int i = 0; i < there.length; i++) {
				together.get(i).there = there[i];
			}
		}
		catch (RuntimeException ex) {
			together.forEach((removal) -> removal.failure = ex);
		}
		catch (Throwable ex) {
			together
				.forEach((removal) -> removal.failure = new IllegalStateException("a row could not be deleted", ex));
		}
		finally {
			// Who deletes the next ones first: the database is free.
			next();
			together.forEach((removal) -> removal.turn.complete(Turn.DONE));
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private List<Removal> take() {
		this.lock.lock();
		try {
			List<Removal> together = new ArrayList<>();
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
			next = this.waiting.peek();
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
	 * What a thread that was waiting does next.
	 */
	private enum Turn {

		/** Deletes its row and those of the others. */
		DELETE,

		/** Looks at what came of its own row. */
		DONE

	}

	/**
	 * A row, and the thread that waits for it to be deleted.
	 */
	private static final class Removal {

		private final PickedRow row;

		private final CompletableFuture<Turn> turn = new CompletableFuture<>();

		/** Written by the thread that deletes, before it is this one's turn. */
		private boolean there;

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
			return this.there;
		}

	}

}
