package io.atasker.cluster.lease;

import java.util.Optional;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.atasker.cluster.lease.LeaseStore.Grant;
import io.atasker.worker.WorkerLease;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One lease. {@link #step} is for the thread that asks the store, {@link #expire} for the
 * one that watches the clock; whichever finds out first that the lease is lost tells the
 * owner.
 */
final class KeptLease implements WorkerLease {

	private static final Logger logger = LoggerFactory.getLogger(LeaseKeeper.class);

	/** Nothing more to do until somebody looks. */
	static final long NEVER = Long.MAX_VALUE;

	private final String worker;

	private final String name;

	private final Owner owner;

	private final LeaseKeeper keeper;

	/** Written under the lock. */
	private volatile boolean held;

	/** Until when the lease is trusted, monotonic. Written under the lock. */
	private volatile long validUntil;

	/** Written by the thread that asks. */
	private volatile @Nullable Grant grant;

	/** When to ask next; of the thread that asks. */
	private long due;

	/** Whether to ask now, however short ago the last time was; of the same thread. */
	private boolean asks;

	/** What went wrong the last time it was logged, of the same thread. */
	private @Nullable String reported;

	/** Written by the thread that asks. */
	private volatile @Nullable String waitsFor;

	/** Written by the thread that asks. */
	private volatile long failedRenewals;

	KeptLease(String worker, String name, Owner owner, LeaseKeeper keeper) {
		this.worker = worker;
		this.name = name;
		this.owner = owner;
		this.keeper = keeper;
	}

	@Override
	public void look() {
		this.keeper.look(this);
	}

	@Override
	public boolean isValid() {
		return this.held && this.validUntil - this.keeper.now() > 0;
	}

	@Override
	public long token() {
		Grant current = this.grant;
		return (this.held && current != null) ? current.token() : -1;
	}

	@Override
	public @Nullable String waitsFor() {
		return this.held ? null : this.waitsFor;
	}

	@Override
	public long failedRenewals() {
		return this.failedRenewals;
	}

	boolean isHeld() {
		return this.held;
	}

	long validUntil() {
		return this.validUntil;
	}

	/**
	 * Does what is due.
	 * @return in how many nanoseconds to come again, {@link #NEVER} if it need not be
	 */
	long step() {
		if (this.held) {
			return keep();
		}
		if (!this.owner.wants()) {
			this.waitsFor = null;
			this.asks = false;
			// What is left of a lost lease may have to end before it is wanted again: its
			// owner looks then.
			return NEVER;
		}
		long left = this.asks ? this.due - this.keeper.now() : 0;
		if (left > 0) {
			return left;
		}
		this.asks = true;
		return acquire();
	}

	private long acquire() {
		long sent = this.keeper.now();
		this.due = sent + this.keeper.settings().tryInterval().toNanos();
		Optional<Grant> granted;
		try {
			granted = this.keeper.store().tryAcquire(this.name, this.keeper.settings().ttl());
			this.waitsFor = granted.isPresent() ? null : "another node holds the lease";
			this.reported = null;
		}
		catch (Throwable ex) {
			this.waitsFor = "the lease cannot be asked for: " + text(ex);
			report("cannot ask for its lease; it stands by and tries again", ex);
			granted = Optional.empty();
		}
		if (granted.isPresent()) {
			this.grant = granted.get();
			if (hold(sent)) {
				this.keeper.held();
				return granted();
			}
			// The answer has taken too long to be worth anything.
			release();
		}
		return Math.max(0, this.due - this.keeper.now());
	}

	private long granted() {
		this.asks = false;
		this.owner.granted();
		logger.info("Worker '{}' runs on this node now, '{}', which has got the lease", this.worker,
				this.keeper.node());
		if (!this.held) {
			// It was lost before the owner knew of it.
			this.owner.lost();
		}
		return renewIn(this.keeper.settings().renewEvery());
	}

	private long keep() {
		if (this.owner.letGo()) {
			end();
			release();
			logger.info("Worker '{}' runs on this node no longer, '{}', which has let the lease go", this.worker,
					this.keeper.node());
			return 0;
		}
		long left = this.due - this.keeper.now();
		return (left > 0) ? left : renew();
	}

	private long renew() {
		long sent = this.keeper.now();
		Grant current = this.grant;
		Optional<Grant> extended;
		try {
			extended = (current != null) ? this.keeper.store().extend(current, this.keeper.settings().ttl())
					: Optional.empty();
		}
		catch (Throwable ex) {
			failedRenewal();
			report("cannot renew its lease; it is tried again while the lease lasts", ex);
			return renewIn(this.keeper.settings().retryAfter());
		}
		if (extended.isEmpty()) {
			lose("the store says that it is not held any more");
			return 0;
		}
		this.grant = extended.get();
		if (!prolong(sent)) {
			lose("the answer to its renewal came too late");
			return 0;
		}
		this.reported = null;
		return renewIn(this.keeper.settings().renewEvery());
	}

	@SuppressWarnings("NonAtomicVolatileUpdate")
	private void failedRenewal() {
		this.failedRenewals++;
	}

	private long renewIn(long nanos) {
		this.due = this.keeper.now() + nanos;
		return nanos;
	}

	/** Gives it back as long as it is certainly still ours; otherwise it expires. */
	private void release() {
		Grant current = this.grant;
		this.grant = null;
		if (current == null || this.validUntil - this.keeper.now() <= 0) {
			return;
		}
		try {
			this.keeper.store().release(current);
		}
		catch (Throwable ex) {
			report("cannot give its lease back; other nodes get it when it has expired", ex);
		}
	}

	/** Returns whether there is time left of what was got by a call. */
	private synchronized boolean hold(long sent) {
		this.validUntil = sent + this.keeper.settings().trusted();
		this.held = this.validUntil - this.keeper.now() > 0;
		return this.held;
	}

	/** A renewal is trusted only if it was answered while the lease still was. */
	private synchronized boolean prolong(long sent) {
		if (!this.held || this.validUntil - this.keeper.now() <= 0) {
			return false;
		}
		this.validUntil = sent + this.keeper.settings().trusted();
		return this.validUntil - this.keeper.now() > 0;
	}

	/** Returns whether it was held. */
	private synchronized boolean end() {
		boolean was = this.held;
		this.held = false;
		return was;
	}

	@GuardedBy("this")
	private boolean isOver() {
		return this.held && this.validUntil - this.keeper.now() <= 0;
	}

	/** Loses the lease if its time is over. */
	void expire() {
		synchronized (this) {
			if (!isOver()) {
				return;
			}
			this.held = false;
		}
		lost("it could not be renewed in time");
	}

	private void lose(String why) {
		if (end()) {
			lost(why);
		}
	}

	private void lost(String why) {
		this.owner.lost();
		logger.warn("Worker '{}' has lost its lease on this node, '{}': {}. What it runs is interrupted, "
				+ "and it stands by", this.worker, this.keeper.node(), why);
	}

	/** The keeper ends: nobody would renew it any more. */
	void close() {
		if (this.held) {
			if (this.owner.letGo()) {
				end();
				release();
			}
			else {
				lose("the application is being closed");
			}
		}
	}

	/** Once until it works again or fails for another reason. */
	private void report(String what, Throwable ex) {
		String text = text(ex);
		if (!text.equals(this.reported)) {
			this.reported = text;
			logger.warn("Worker '{}' {}: {}", this.worker, what, text, ex);
		}
	}

	private static String text(Throwable ex) {
		String message = ex.getClass().getSimpleName() + ": " + ex.getMessage();
		return (message.length() <= 300) ? message : message.substring(0, 300);
	}

}
