package io.atasker.cluster.rabbit;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import com.google.errorprone.annotations.concurrent.GuardedBy;

/**
 * The deliveries that somebody has in hand. Safe from any thread.
 */
final class UnsettledDeliveries {

	private static final Duration LONGEST_GRACE = Duration.ofNanos(Long.MAX_VALUE);

	private final ReentrantLock lock = new ReentrantLock();

	/** Signalled when there are none. */
	private final Condition none = this.lock.newCondition();

	@GuardedBy("lock")
	private final Set<RabbitDelivery> deliveries = new LinkedHashSet<>();

	boolean add(RabbitDelivery delivery) {
		this.lock.lock();
		try {
			return this.deliveries.add(delivery);
		}
		finally {
			this.lock.unlock();
		}
	}

	void remove(RabbitDelivery delivery) {
		this.lock.lock();
		try {
			this.deliveries.remove(delivery);
			if (this.deliveries.isEmpty()) {
				this.none.signalAll();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	List<RabbitDelivery> all() {
		this.lock.lock();
		try {
			return List.copyOf(this.deliveries);
		}
		finally {
			this.lock.unlock();
		}
	}

	List<RabbitDelivery> removeAll() {
		this.lock.lock();
		try {
			List<RabbitDelivery> all = List.copyOf(this.deliveries);
			this.deliveries.clear();
			this.none.signalAll();
			return all;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Waits until there are none.
	 * @param grace for how long at most
	 * @throws InterruptedException if interrupted
	 */
	void awaitNone(Duration grace) throws InterruptedException {
		long left = (grace.compareTo(LONGEST_GRACE) < 0) ? grace.toNanos() : Long.MAX_VALUE;
		this.lock.lockInterruptibly();
		try {
			while (left > 0 && !this.deliveries.isEmpty()) {
				left = this.none.awaitNanos(left);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

}
