package io.atasker.process;

import java.util.concurrent.locks.Condition;

import org.jspecify.annotations.Nullable;

/**
 * Somebody who waits for a child. The lock of the {@link Children} guards it.
 */
final class ChildWaiter implements Comparable<ChildWaiter> {

	private final int urgency;

	private final long arrival;

	private final Condition condition;

	/** What it was given, until it takes that. */
	@Nullable Child child;

	/**
	 * Makes one.
	 * @param urgency the greater the sooner it is served
	 * @param arrival the smaller the sooner, among equals
	 * @param condition what it waits on
	 */
	ChildWaiter(int urgency, long arrival, Condition condition) {
		this.urgency = urgency;
		this.arrival = arrival;
		this.condition = condition;
	}

	void await() throws InterruptedException {
		this.condition.await();
	}

	void give(Child given) {
		this.child = given;
		wake();
	}

	void wake() {
		this.condition.signal();
	}

	@Override
	public int compareTo(ChildWaiter other) {
		return (this.urgency != other.urgency) ? Integer.compare(other.urgency, this.urgency)
				: Long.compare(this.arrival, other.arrival);
	}

}
