package io.atasker.cluster.jdbc;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many messages a consumer may fetch at a look: its credit, less those that it has in
 * hand. A message that is done or dead needs no credit any more, but still a thread,
 * until that is written; so there are more threads than credit, and the next messages are
 * fetched meanwhile. One that is to come again keeps its credit until it is back in its
 * place, or those behind it would overtake it.
 */
final class FetchLimit {

	/** They share statements, so that more of them would only wait. */
	private static final int MOST_WRITING = 32;

	private final int credit;

	/** How many threads there are beside those for the credit. */
	private final int spare;

	/**
	 * How many messages are fetched and neither finished nor back in the table. Nobody
	 * counts where threads lock what they begin with.
	 */
	private final AtomicInteger held = new AtomicInteger();

	/** Whether a look may have left something. Written by the thread that looks. */
	private volatile boolean more;

	/**
	 * Creates it.
	 * @param credit how many messages may be in hand
	 * @param ahead whether what is fetched is locked, so that others may be fetched
	 * before the last ones are written; if not, threads lock one when they begin with it
	 */
	FetchLimit(int credit, boolean ahead) {
		this.credit = credit;
		this.spare = ahead ? Math.min(credit, MOST_WRITING) : 0;
	}

	int credit() {
		return this.credit;
	}

	int threads() {
		return this.credit + this.spare;
	}

	/**
	 * A message is done or dead.
	 * @return whether to look for another
	 */
	boolean finished() {
		this.held.decrementAndGet();
		return this.more;
	}

	/** A message that is neither is back in the table, or given up. */
	void returned() {
		this.held.decrementAndGet();
	}

	/**
	 * A look begins.
	 * @param idle how many threads have nothing to do
	 * @return how many messages it may fetch, none if not positive
	 */
	int begin(int idle) {
		// Until it ends nobody knows.
		this.more = true;
		// A message has its thread for longer than it is held, so the count of threads
		// corrects this one, whatever went wrong with the last messages.
		int held = this.held.updateAndGet((before) -> Math.max(0, Math.min(before, threads() - idle)));
		return Math.min(idle, this.credit - held);
	}

	/**
	 * A look ends.
	 * @param limit how many it might have fetched
	 * @param fetched how many it has
	 */
	void end(int limit, int fetched) {
		this.held.addAndGet(fetched);
		this.more = fetched >= limit;
	}

	/**
	 * Asked when a thread has become free, which may be what the last look lacked.
	 * @return whether to look for another message
	 */
	boolean isStarving() {
		return this.more && this.held.get() < this.credit;
	}

}
