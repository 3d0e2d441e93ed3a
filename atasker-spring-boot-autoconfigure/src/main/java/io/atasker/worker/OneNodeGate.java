package io.atasker.worker;

import io.atasker.time.Timer;
import org.jspecify.annotations.Nullable;

/**
 * The gate of a worker that runs on one node: open while the lease is held. When it is
 * lost nothing begins any more, what runs is interrupted, and only when nothing is left
 * the lease is wanted again.
 */
final class OneNodeGate extends LeaseGate implements WorkerLease.Owner {

	/**
	 * How soon to look whether something has begun that was about to when all were
	 * interrupted.
	 */
	private static final long LOOK_AGAIN_AFTER = 50_000_000;

	private final WorkerCore core;

	private final Timer interruptTimer = Timer.of(this::interrupt);

	/** Set once, before the worker is registered. */
	private volatile @Nullable WorkerLease lease;

	/** Written under the lock of {@link LifeCycle}. */
	private volatile boolean held;

	/** Nothing has begun since it was granted. Written under the same lock. */
	private volatile boolean fresh;

	/** Written under the same lock. */
	private volatile long losses;

	/** Whether what ran at the loss has been interrupted once. */
	private volatile boolean looksAgain;

	OneNodeGate(WorkerCore core) {
		this.core = core;
	}

	OneNodeGate with(WorkerLease lease) {
		this.lease = lease;
		return this;
	}

	@Override
	boolean isHeld() {
		return this.held;
	}

	@Override
	boolean isValid() {
		WorkerLease lease = this.lease;
		return this.held && lease != null && lease.isValid();
	}

	@Override
	boolean takeNew() {
		boolean was = this.fresh;
		this.fresh = false;
		return was;
	}

	@Override
	void look() {
		WorkerLease lease = this.lease;
		if (lease != null) {
			lease.look();
		}
	}

	@Override
	@Nullable WorkerLease lease() {
		return this.lease;
	}

	@Override
	long losses() {
		return this.losses;
	}

	@Override
	public boolean wants() {
		return !this.held && this.core.life().mayUseLease() && this.core.life().cycle().phase() == LifePhase.UP
				&& this.core.life().cycle().isAtRest();
	}

	@Override
	public boolean letGo() {
		boolean[] free = new boolean[1];
		this.core.life().cycle().permit(() -> {
			free[0] = !this.core.life().needsLease() && this.core.life().cycle().isAtRest();
			this.held &= !free[0];
		});
		return free[0];
	}

	@Override
	public void granted() {
		this.core.life().cycle().permit(() -> {
			this.fresh = true;
			this.held = true;
		});
		this.core.life().cycle().openIfAllowed();
		tell();
	}

	@Override
	public void lost() {
		boolean[] was = new boolean[1];
		this.core.life().cycle().permit(() -> {
			was[0] = this.held;
			this.held = false;
			this.losses += this.core.life().needsLease() && was[0] ? 1 : 0;
		});
		if (was[0]) {
			this.core.tellStop();
			this.core.timers().cancel(this.interruptTimer);
			this.looksAgain = false;
			interrupt();
			tell();
		}
	}

	/** Who listens to states must not hold up who keeps leases. */
	private void tell() {
		Aside.start(this.core, "lease", this.core::stateMayHaveChanged);
	}

	/**
	 * A strand may be between the question whether it may begin and its execution: then
	 * there is nothing to interrupt yet, so this is repeated while something is left.
	 */
	private void interrupt() {
		this.core.interruptAll(Interruption.LEASE_LOST, () -> !this.held, this.looksAgain);
		this.looksAgain = true;
		if (!this.held && this.core.strands().active() > 0) {
			this.core.timers().schedule(this.interruptTimer, this.core.time().nanoTime() + LOOK_AGAIN_AFTER);
		}
	}

}
