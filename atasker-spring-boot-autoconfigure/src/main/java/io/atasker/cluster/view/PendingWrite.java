package io.atasker.cluster.view;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

import io.atasker.cluster.ClusterUnavailableException;

/**
 * A command that the thread that talks to the database is to write. Its caller waits, but
 * not for ever, and knows whether it can still happen.
 */
final class PendingWrite {

	private final ViewDatabase database;

	private final ViewDatabase.Work<Long> work;

	private final FutureTask<Long> task = new FutureTask<>(this::write);

	private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITING);

	private volatile long look;

	PendingWrite(ViewDatabase database, ViewDatabase.Work<Long> work) {
		this.database = database;
		this.work = work;
	}

	private Long write() throws SQLException {
		try {
			return this.database.inTransaction(this::work);
		}
		catch (SQLException ex) {
			if (!isConflict(ex)) {
				throw ex;
			}
			// Another node was first to write of this worker, or they waited for each
			// other.
			this.stage.compareAndSet(Stage.COMMITTING, Stage.WRITING);
			return this.database.inTransaction(this::work);
		}
	}

	/**
	 * A connection may come late, and what is written then would undo what was commanded
	 * since.
	 */
	private Long work(Connection connection) throws SQLException {
		if (this.stage.get() == Stage.GIVEN_UP) {
			throw new SQLException("its caller waits no more");
		}
		Long number = this.work.in(connection);
		if (!this.stage.compareAndSet(Stage.WRITING, Stage.COMMITTING)) {
			throw new SQLException("its caller waits no more");
		}
		return number;
	}

	private static boolean isConflict(SQLException ex) {
		String state = ex.getSQLState();
		return state != null && (state.startsWith("23") || state.startsWith("40"));
	}

	/** Tells which look follows it. */
	void shownBy(long number) {
		this.look = number;
	}

	/** Returns which look follows it, when it was written. */
	long look() {
		return this.look;
	}

	/** Writes, unless its caller has given up. */
	void run() {
		if (this.stage.compareAndSet(Stage.WAITING, Stage.WRITING)) {
			this.task.run();
		}
	}

	/**
	 * Waits.
	 * @param millis for how long at most
	 * @return what was written
	 * @throws ClusterUnavailableException if it was not, or that is not known
	 */
	long await(long millis) {
		try {
			return this.task.get(millis, TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException ex) {
			Throwable cause = ex.getCause();
			if (cause instanceof IllegalStateException refusal) {
				throw refusal;
			}
			throw new ClusterUnavailableException(
					"the database did not take the command: " + ((cause != null) ? cause.getMessage() : ex), cause);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw notInTime("the thread that waited for the database was interrupted", ex);
		}
		catch (TimeoutException ex) {
			throw notInTime("the database has not answered within %d ms".formatted(millis), ex);
		}
	}

	private ClusterUnavailableException notInTime(String what, Exception cause) {
		boolean certain = this.stage.compareAndSet(Stage.WAITING, Stage.GIVEN_UP)
				|| this.stage.compareAndSet(Stage.WRITING, Stage.GIVEN_UP);
		return new ClusterUnavailableException(what + (certain ? "; the command was not written"
				: "; it is not known whether the command was written: look, or repeat it"), cause);
	}

	/**
	 * How far it is. Only while it is being committed nobody can say what comes of it.
	 */
	private enum Stage {

		WAITING, WRITING, COMMITTING, GIVEN_UP

	}

}
