package io.atasker.cluster.lease;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import net.javacrumbs.shedlock.core.ExtensibleLockProvider;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.SimpleLock;
import net.javacrumbs.shedlock.support.StorageBasedLockProvider;

/**
 * Leases that are locks of ShedLock. It has no tokens.
 */
public final class ShedLockLeaseStore implements LeaseStore {

	private static final long NO_TOKEN = -1;

	/** After how many refusals to ask whether there is a row at all. */
	private static final int REFUSALS = 10;

	private final ExtensibleLockProvider locks;

	private final AtomicInteger refusals = new AtomicInteger();

	/**
	 * Makes the store.
	 * @param locks where the locks are
	 */
	public ShedLockLeaseStore(ExtensibleLockProvider locks) {
		this.locks = locks;
	}

	@Override
	public Optional<Grant> tryAcquire(String name, Duration ttl) {
		Optional<Grant> granted = this.locks.lock(new LockConfiguration(Instant.now(), name, ttl, Duration.ZERO))
			.map((lock) -> new Grant(name, NO_TOKEN, lock));
		if (granted.isEmpty()) {
			refused();
		}
		return granted;
	}

	/**
	 * ShedLock remembers that there is a row, and where it was deleted since, by hand or
	 * with a restored database, it would be refused for ever.
	 */
	private void refused() {
		if (this.refusals.incrementAndGet() % REFUSALS == 0 && this.locks instanceof StorageBasedLockProvider stored) {
			stored.clearCache();
		}
	}

	@Override
	public Optional<Grant> extend(Grant grant, Duration ttl) {
		return lock(grant).extend(ttl, Duration.ZERO).map((lock) -> new Grant(grant.name(), NO_TOKEN, lock));
	}

	@Override
	public void release(Grant grant) {
		lock(grant).unlock();
	}

	private static SimpleLock lock(Grant grant) {
		return (SimpleLock) Objects.requireNonNull(grant.handle());
	}

	@Override
	public String toString() {
		return this.locks.getClass().getSimpleName();
	}

}
