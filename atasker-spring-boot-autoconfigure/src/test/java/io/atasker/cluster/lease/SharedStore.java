package io.atasker.cluster.lease;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;

/**
 * A store in memory with a view for each node, which can be made to fail or hang.
 */
final class SharedStore {

	@GuardedBy("this")
	private final Map<String, Entry> entries = new HashMap<>();

	@GuardedBy("this")
	private long tokens;

	View view() {
		return new View(this);
	}

	private synchronized @Nullable Entry put(String name, View holder, Duration ttl) {
		Entry current = this.entries.get(name);
		if (current != null && current.until - System.nanoTime() > 0 && current.holder != holder) {
			return null;
		}
		boolean same = current != null && current.holder == holder && current.until - System.nanoTime() > 0;
		Entry entry = new Entry(holder, System.nanoTime() + ttl.toNanos(), same ? current.token : ++this.tokens);
		this.entries.put(name, entry);
		return entry;
	}

	private synchronized boolean holds(String name, View holder) {
		Entry current = this.entries.get(name);
		return current != null && current.holder == holder && current.until - System.nanoTime() > 0;
	}

	private synchronized void remove(String name, View holder) {
		if (holds(name, holder)) {
			this.entries.remove(name);
		}
	}

	/** Takes all leases away, as who tidies up a table does. */
	synchronized void clear() {
		this.entries.clear();
	}

	private record Entry(View holder, long until, long token) {

	}

	/** The store as one node sees it. */
	static final class View implements LeaseStore {

		private final SharedStore shared;

		final AtomicInteger acquisitions = new AtomicInteger();

		final AtomicInteger extensions = new AtomicInteger();

		final AtomicInteger releases = new AtomicInteger();

		volatile boolean failing;

		/** Calls wait for this before they are answered, but take effect at once. */
		volatile @Nullable CountDownLatch answer;

		View(SharedStore shared) {
			this.shared = shared;
		}

		@Override
		public Optional<Grant> tryAcquire(String name, Duration ttl) {
			this.acquisitions.incrementAndGet();
			if (this.shared.holds(name, this)) {
				// What was not given back expires first.
				return answered(Optional.empty());
			}
			return answered(grant(name, ttl));
		}

		@Override
		public Optional<Grant> extend(Grant grant, Duration ttl) {
			this.extensions.incrementAndGet();
			return answered(this.shared.holds(grant.name(), this) ? grant(grant.name(), ttl) : Optional.empty());
		}

		private Optional<Grant> grant(String name, Duration ttl) {
			if (this.failing) {
				throw new IllegalStateException("the store is away");
			}
			return Optional.ofNullable(this.shared.put(name, this, ttl))
				.map((entry) -> new Grant(name, entry.token, this));
		}

		private Optional<Grant> answered(Optional<Grant> grant) {
			if (this.failing) {
				throw new IllegalStateException("the store is away");
			}
			CountDownLatch waiting = this.answer;
			if (waiting != null) {
				try {
					waiting.await();
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
			}
			return grant;
		}

		@Override
		public void release(Grant grant) {
			this.releases.incrementAndGet();
			this.shared.remove(grant.name(), this);
		}

	}

}
