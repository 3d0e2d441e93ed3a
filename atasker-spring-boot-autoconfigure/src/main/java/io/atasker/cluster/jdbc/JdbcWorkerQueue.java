package io.atasker.cluster.jdbc;

import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.atasker.cluster.CountedStats;
import io.atasker.queue.DeadLetters;
import io.atasker.queue.DeliveryHandler;
import io.atasker.queue.Envelope;
import io.atasker.queue.PayloadCodec;
import io.atasker.queue.QueueClosedException;
import io.atasker.queue.QueueSpec;
import io.atasker.queue.QueueStats;
import io.atasker.queue.QueueUnavailableException;
import io.atasker.queue.Subscription;
import io.atasker.queue.WorkerQueue;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * A queue of the {@link JdbcQueueProvider}: the rows of the table with its name.
 */
final class JdbcWorkerQueue implements WorkerQueue {

	private final JdbcQueueProvider provider;

	private final QueueDatabase database;

	private final QueueSpec spec;

	private final PayloadCodec codec;

	private final CountedStats stats;

	private final JdbcDeadLetters dead;

	@GuardedBy("this")
	private @Nullable JdbcSubscription subscription;

	/** Written under the lock. */
	private volatile boolean closed;

	JdbcWorkerQueue(JdbcQueueProvider provider, QueueDatabase database, QueueSpec spec) {
		this.provider = provider;
		this.database = database;
		this.spec = spec;
		this.codec = Objects.requireNonNull(spec.codec());
		this.stats = new CountedStats(() -> reaching(() -> database.table().count(spec.name(), database.now())),
				database::aside);
		this.dead = new JdbcDeadLetters(this, database.table());
	}

	@Override
	public QueueSpec spec() {
		return this.spec;
	}

	PayloadCodec codec() {
		return this.codec;
	}

	QueueDatabase database() {
		return this.database;
	}

	@Override
	public void put(Envelope envelope) {
		if (envelope.priority() >= this.spec.priorityLevels()) {
			throw new IllegalArgumentException("priority %d of message '%s' is too high for queue '%s', which has %d"
				.formatted(envelope.priority(), envelope.id(), this.spec.name(), this.spec.priorityLevels()));
		}
		requireOpen();
		byte[] message = StoredMessage.of(envelope, this.codec).write();
		reaching(() -> {
			this.database.insert(this.spec.name(), UUID.randomUUID().toString(), message, envelope.priority(),
					envelope.delay());
			return message;
		});
		if (envelope.delay().isZero()) {
			this.database.transactions().afterCommit(this::hintAll);
		}
	}

	/** Has all nodes look for messages now, since there is one. */
	private void hintAll() {
		hint();
		this.database.hintOthers(this.spec.name());
	}

	/** Looks for messages now, since there is one. */
	void hint() {
		JdbcSubscription open;
		synchronized (this) {
			open = this.subscription;
		}
		if (open != null) {
			open.hint();
		}
	}

	@Override
	public boolean joinsTransaction() {
		return this.database.transactions().isJoined();
	}

	@Override
	public Subscription subscribe(DeliveryHandler handler) {
		JdbcSubscription made = new JdbcSubscription(this, handler);
		synchronized (this) {
			requireOpen();
			if (this.subscription != null) {
				throw new IllegalStateException("queue '%s' has a subscription already".formatted(this.spec.name()));
			}
			this.subscription = made;
		}
		made.adjust();
		this.database.listen();
		return made;
	}

	/**
	 * Forgets a subscription, which has ended.
	 * @param ended the subscription
	 */
	void unsubscribe(JdbcSubscription ended) {
		synchronized (this) {
			if (this.subscription == ended) {
				this.subscription = null;
			}
		}
	}

	/** Takes away what other nodes may have by now. */
	void loseOverdue() {
		JdbcSubscription open;
		synchronized (this) {
			open = this.subscription;
		}
		if (open != null) {
			open.loseOverdue();
		}
	}

	@Override
	public QueueStats stats() {
		return this.stats.get();
	}

	@Override
	public DeadLetters<Envelope> deadLetters() {
		return this.dead;
	}

	/** Something was moved by hand: counts, and looks for it. */
	void changed() {
		this.stats.count();
		hintAll();
	}

	@Override
	public void close() {
		JdbcSubscription open;
		synchronized (this) {
			if (this.closed) {
				return;
			}
			this.closed = true;
			open = this.subscription;
		}
		if (open != null) {
			open.close();
		}
		this.provider.closed(this);
	}

	private void requireOpen() {
		if (this.closed) {
			throw new QueueClosedException(this.spec.name());
		}
	}

	/**
	 * Asks something of the database.
	 * @param action what
	 * @param <R> the type of the answer
	 * @return the answer
	 * @throws QueueUnavailableException if there is none
	 */
	<R> R reaching(Supplier<R> action) {
		try {
			return action.get();
		}
		catch (DataAccessException | TransactionException ex) {
			throw new QueueUnavailableException(this.spec.name(), this.database.explain(ex), ex);
		}
	}

}
