package io.atasker.cluster.lease;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.atasker.cluster.NodeId;
import io.atasker.time.TimeSource;
import io.atasker.worker.WorkerLease;
import io.atasker.worker.WorkerLeases;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets, renews and gives back the leases of all workers of this node, and notices when
 * one may be lost.
 * <p>
 * One thread asks the store, about one lease after the other. Another one only watches
 * the monotonic clock: a lease that is not renewed in time is lost by then, however long
 * the store takes to answer. Both are started when the first worker wants a lease.
 */
public final class LeaseKeeper implements WorkerLeases, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(LeaseKeeper.class);

	/** How long closing waits for leases to be given back. */
	private static final long LONGEST_CLOSE = 2_000;

	private final LeaseStore store;

	private final LeaseSettings settings;

	private final NodeId node;

	private final TimeSource time;

	private final ReentrantLock lock = new ReentrantLock();

	/** For the thread that asks. */
	private final Condition changed = this.lock.newCondition();

	/** For the thread that watches. */
	private final Condition held = this.lock.newCondition();

	/** Those that want something or are held. */
	@GuardedBy("lock")
	private final Set<KeptLease> busy = new HashSet<>();

	/** Those that want to be looked at, now. */
	@GuardedBy("lock")
	private final Set<KeptLease> looked = new HashSet<>();

	@GuardedBy("lock")
	private @Nullable Thread asking;

	@GuardedBy("lock")
	private boolean watching;

	@GuardedBy("lock")
	private boolean closed;

	/** The thread that asks has ended. */
	@GuardedBy("lock")
	private boolean asked;

	/** Since when the store is being asked, 0 if it is not. */
	private volatile long askingSince;

	/**
	 * Makes a keeper.
	 * @param store where the leases are
	 * @param settings how they are kept
	 * @param node what this node is called
	 */
	public LeaseKeeper(LeaseStore store, LeaseSettings settings, NodeId node) {
		this.store = store;
		this.settings = settings;
		this.node = node;
		this.time = TimeSource.system();
	}

	@Override
	public WorkerLease lease(String worker, WorkerLease.Owner owner) {
		return new KeptLease(worker, this.settings.prefix() + worker, owner, this);
	}

	LeaseStore store() {
		return this.store;
	}

	LeaseSettings settings() {
		return this.settings;
	}

	NodeId node() {
		return this.node;
	}

	long now() {
		return this.time.nanoTime();
	}

	void look(KeptLease lease) {
		this.lock.lock();
		try {
			if (this.closed) {
				return;
			}
			this.busy.add(lease);
			this.looked.add(lease);
			// Each by itself: there may be no memory for a thread, and then for one.
			if (!this.watching) {
				start("atasker-lease-watch", this::watch);
				this.watching = true;
			}
			if (this.asking == null) {
				this.asking = start("atasker-lease-store", this::ask);
			}
			this.changed.signalAll();
			this.held.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	private static Thread start(String name, Runnable work) {
		Thread thread = new Thread(work, name);
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	// The thread that asks

	private void ask() {
		try {
			while (!isClosed()) {
				long left = KeptLease.NEVER;
				for (KeptLease lease : batch()) {
					left = Math.min(left, step(lease));
				}
				await(left);
			}
			busy().forEach(KeptLease::close);
		}
		finally {
			asked();
		}
	}

	private boolean isClosed() {
		this.lock.lock();
		try {
			return this.closed;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** What is looked at from here on is for the next time. */
	private List<KeptLease> batch() {
		this.lock.lock();
		try {
			this.looked.clear();
			return List.copyOf(this.busy);
		}
		finally {
			this.lock.unlock();
		}
	}

	private long step(KeptLease lease) {
		long left;
		this.askingSince = now();
		try {
			left = lease.step();
		}
		catch (Throwable ex) {
			logger.error("Keeping a lease went wrong; it goes on in a moment", ex);
			left = this.settings.retryAfter();
		}
		this.askingSince = 0;
		if (left == KeptLease.NEVER) {
			forget(lease);
		}
		return left;
	}

	private void forget(KeptLease lease) {
		this.lock.lock();
		try {
			if (!this.looked.contains(lease)) {
				this.busy.remove(lease);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void await(long left) {
		this.lock.lock();
		try {
			if (this.closed || !this.looked.isEmpty()) {
				return;
			}
			if (left == KeptLease.NEVER) {
				this.changed.await();
			}
			else {
				this.changed.awaitNanos(left);
			}
		}
		catch (InterruptedException ex) {
			logger.debug("Interrupted, which nobody has a reason for", ex);
		}
		finally {
			this.lock.unlock();
		}
	}

	private void asked() {
		this.lock.lock();
		try {
			this.asked = true;
			this.changed.signalAll();
			this.held.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	// The thread that watches

	/** A lease is held: its time is to be watched. */
	void held() {
		this.lock.lock();
		try {
			this.held.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void watch() {
		long reported = 0;
		while (true) {
			List<KeptLease> leases = busy();
			leases.forEach(this::expire);
			long since = this.askingSince;
			if (since != 0 && since != reported && now() - since > this.settings.ttl().toNanos()) {
				reported = since;
				logger.warn("The store of leases, {}, has not answered for {}. Nothing is renewed or got meanwhile: "
						+ "give its connections a timeout", this.store, this.settings.ttl());
			}
			if (!awaitEnd()) {
				return;
			}
		}
	}

	/** One that fails must not keep the others from being watched. */
	private void expire(KeptLease lease) {
		try {
			lease.expire();
		}
		catch (Throwable ex) {
			logger.error("A lease may be over, and what it is for could not be told", ex);
		}
	}

	private List<KeptLease> busy() {
		this.lock.lock();
		try {
			return new ArrayList<>(this.busy);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Waits until the first lease may be over, or another one is held.
	 * @return whether there is anything to watch, or may be
	 */
	private boolean awaitEnd() {
		this.lock.lock();
		try {
			if (this.asked) {
				return false;
			}
			long left = this.settings.ttl().toNanos();
			for (KeptLease lease : this.busy) {
				if (lease.isHeld()) {
					left = Math.min(left, lease.validUntil() - now());
				}
			}
			if (this.busy.isEmpty()) {
				this.held.await();
			}
			else if (left > 0) {
				this.held.awaitNanos(left);
			}
		}
		catch (InterruptedException ex) {
			logger.debug("Interrupted, which nobody has a reason for", ex);
		}
		finally {
			this.lock.unlock();
		}
		return true;
	}

	/**
	 * Gives back what is held and not needed any more, and ends. Waits for that, but not
	 * for long; what a store that hangs still has expires.
	 */
	@Override
	public void close() {
		this.lock.lock();
		try {
			this.closed = true;
			this.changed.signalAll();
			long left = TimeUnit.MILLISECONDS.toNanos(LONGEST_CLOSE);
			while (this.asking != null && !this.asked && left > 0) {
				left = this.changed.awaitNanos(left);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.lock.unlock();
		}
	}

}
