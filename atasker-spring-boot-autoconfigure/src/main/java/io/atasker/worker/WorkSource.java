package io.atasker.worker;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What a worker type is, inside: it knows whether there is something to execute and with
 * what. One instance per worker; the strands of the worker ask it.
 */
abstract class WorkSource {

	/**
	 * Returns how many executions could begin now. Called from any thread, also between
	 * an offer and the look at who is active: must be based on volatile reads.
	 * @return the number, 0 for none
	 */
	abstract int ready();

	/**
	 * Takes something to execute, on the strand's thread, after admission and just before
	 * user code. Tells the strand what it is.
	 * @param strand the strand
	 * @return whether there was something
	 */
	abstract boolean take(Strand strand);

	/**
	 * Returns whether what the strand holds will not be tried again after a failure.
	 * @param strand the strand
	 * @param thrown what was thrown
	 * @return whether this was the last attempt
	 */
	boolean isExhausted(Strand strand, Throwable thrown) {
		return true;
	}

	/**
	 * An execution has ended: settles what the strand holds. On the strand's thread.
	 * @param strand the strand
	 * @param ending how it ended
	 * @param thrown what was thrown, {@code null} if nothing
	 */
	void done(Strand strand, Ending ending, @Nullable Throwable thrown) {
	}

	/**
	 * The gate was opened. Outside locks.
	 * @param newStart whether by a start, {@code false} when the supervisor goes on
	 */
	void opened(boolean newStart) {
	}

	/**
	 * The gate was closed. Outside locks.
	 * @param keep whether what is pending stays so: a restart, a pause of the supervisor
	 */
	void closed(boolean keep) {
	}

	/**
	 * The supervisor is stopping: what is here already may be done, and nothing is
	 * fetched from elsewhere any more. Outside locks.
	 */
	void stopping() {
	}

	/**
	 * The worker was removed and has ended. Outside locks.
	 */
	void removed() {
	}

	/**
	 * The settings have changed. Outside locks.
	 */
	void settingsChanged() {
	}

	/**
	 * Tells whether several strands take at once from now on. Called while no strand
	 * takes.
	 * @param shared whether so
	 */
	void shared(boolean shared) {
	}

	/**
	 * Returns whether several strands may take at once.
	 * @return {@code false} if {@link #shared(boolean)} has to be called before
	 */
	boolean isShared() {
		return true;
	}

	/**
	 * Returns whether nothing will become ready by itself before a time.
	 * @param deadline the time, monotonic
	 * @return whether a stop need not wait for it
	 */
	boolean isQuiet(long deadline) {
		return ready() == 0;
	}

	/**
	 * Returns how much was accepted and has not been run.
	 * @return the number
	 */
	long pending() {
		return 0;
	}

	/**
	 * Returns how much was given back for good.
	 * @return the number
	 */
	long returned() {
		return 0;
	}

	/**
	 * Returns how many ticks nothing served.
	 * @return the number
	 */
	long missed() {
		return 0;
	}

	/**
	 * Returns how many triggers and ticks were served by the run of another.
	 * @return the number
	 */
	long merged() {
		return 0;
	}

	/**
	 * Returns how many failed executions were tried again.
	 * @return the number
	 */
	long retried() {
		return 0;
	}

	/**
	 * Returns what will become ready later by itself, and when, if that is not
	 * {@link #next()}.
	 * @return the words, {@code null} if there is nothing
	 */
	@Nullable String delayed() {
		return null;
	}

	/**
	 * Returns when the next execution is due.
	 * @return the time, or {@code null}
	 */
	@Nullable Instant next() {
		return null;
	}

}
