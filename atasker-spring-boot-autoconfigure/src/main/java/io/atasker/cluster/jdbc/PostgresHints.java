package io.atasker.cluster.jdbc;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import javax.sql.DataSource;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the other nodes, by NOTIFY of PostgreSQL, that there is a message, and hears it
 * of them. Only hints: one that is lost costs the time until the next look.
 * <p>
 * They are sent after the commit and aside, for many puts at once. As part of the
 * transactions they would have these commit one after the other: PostgreSQL holds a lock
 * of the whole server from the NOTIFY in a commit until that is on the disk.
 */
final class PostgresHints implements AutoCloseable {

	/** Where all nodes listen. */
	static final String CHANNEL = QueueDatabase.TABLE;

	private static final Logger logger = LoggerFactory.getLogger(PostgresHints.class);

	/** The least time between two hints of this node, in milliseconds. */
	private static final long GAP = 5;

	/** Between the sender and the queue, which cannot have it in its name. */
	private static final char SEPARATOR = '/';

	private final DataSource dataSource;

	private final Consumer<String> sender;

	private final Hinted hinted;

	/** To know what is our own. */
	private final String self = UUID.randomUUID().toString();

	/** Queues to be told of that wait for the thread; each once. */
	private final Set<String> pending = ConcurrentHashMap.newKeySet();

	private final BlockingQueue<String> toSend = new LinkedBlockingQueue<>();

	@GuardedBy("this")
	private @Nullable Thread sending;

	@GuardedBy("this")
	private @Nullable PostgresListener listener;

	private final CountDownLatch closing = new CountDownLatch(1);

	/**
	 * Creates it; neither thread nor connection is made before it is used.
	 * @param dataSource the database
	 * @param sender sends a payload, in a transaction of its own
	 * @param hinted called with what is heard
	 */
	PostgresHints(DataSource dataSource, Consumer<String> sender, Hinted hinted) {
		this.dataSource = dataSource;
		this.sender = sender;
		this.hinted = hinted;
	}

	/**
	 * Tells the others of a queue that there is something in it. Returns at once.
	 * @param queue its name
	 */
	void send(String queue) {
		if (this.pending.add(queue)) {
			this.toSend.add(queue);
			startSending();
		}
	}

	private synchronized void startSending() {
		if (this.sending == null && !isClosed()) {
			Thread started = QueueDatabase.named("atasker-jdbc-notify").newThread(this::sendAll);
			started.start();
			this.sending = started;
		}
	}

	private void sendAll() {
		try {
			while (!this.closing.await(GAP, TimeUnit.MILLISECONDS)) {
				String queue = this.toSend.take();
				// Before it is sent: what is put from now on needs another one.
				this.pending.remove(queue);
				try {
					this.sender.accept(this.self + SEPARATOR + queue);
				}
				catch (RuntimeException ex) {
					logger.debug("Other nodes could not be told of a message in queue '{}'", queue, ex);
				}
			}
		}
		catch (InterruptedException ex) {
			logger.trace("Closed", ex);
		}
	}

	/** Listens from now on, with a connection of its own. Repeating has no effect. */
	synchronized void listen() {
		if (this.listener == null && !isClosed()) {
			this.listener = new PostgresListener(this.dataSource, this::heard, this.hinted::all);
			this.listener.start();
		}
	}

	private boolean isClosed() {
		return this.closing.getCount() == 0;
	}

	private void heard(String payload) {
		int end = payload.indexOf(SEPARATOR);
		if (end > 0 && !payload.substring(0, end).equals(this.self)) {
			this.hinted.one(payload.substring(end + 1));
		}
	}

	@Override
	public void close() {
		Thread sender;
		PostgresListener listening;
		synchronized (this) {
			this.closing.countDown();
			sender = this.sending;
			listening = this.listener;
		}
		if (sender != null) {
			sender.interrupt();
		}
		if (listening != null) {
			listening.close();
		}
	}

	/**
	 * What is done with hints.
	 */
	interface Hinted {

		/**
		 * There may be something in a queue.
		 * @param queue its name
		 */
		void one(String queue);

		/** There may be something in any queue. */
		void all();

	}

}
