package io.atasker.queue;

/**
 * A message in memory and what became of it so far.
 *
 * @param envelope the message as it was put
 * @param attempt the number of the next attempt
 * @param deliveries the number of the next delivery
 * @param sequence its place among those of the same priority
 */
record MemoryMessage(Envelope envelope, int attempt, int deliveries,
		long sequence) implements Comparable<MemoryMessage> {

	@Override
	public int compareTo(MemoryMessage other) {
		int result = Integer.compare(other.envelope.priority(), this.envelope.priority());
		return (result != 0) ? result : Long.compare(this.sequence, other.sequence);
	}

	/**
	 * Makes the message that comes back from a delivery of which nothing came. It keeps
	 * its place.
	 * @return the next state
	 */
	MemoryMessage returned() {
		return new MemoryMessage(this.envelope, this.attempt, this.deliveries + 1, this.sequence);
	}

	/**
	 * Makes the message that failed and comes back as the next attempt.
	 * @param sequence its new place
	 * @return the next state
	 */
	MemoryMessage retried(long sequence) {
		return new MemoryMessage(this.envelope, this.attempt + 1, this.deliveries, sequence);
	}

}
