package io.atasker.cluster.rabbit;

import java.io.IOException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is opened when it is needed, and again when it was lost. While the
 * broker cannot be reached only one thread at a time tries, and not more often than the
 * recovery interval says; the others are told at once what it has found.
 */
final class BrokerLink implements AutoCloseable {

	private static final int PATIENCE_AT_THE_END = 5000;

	private final BrokerAccess access;

	private final String purpose;

	private final ReentrantLock lock = new ReentrantLock();

	/** Written under the lock. */
	private volatile @Nullable Connection connection;

	@GuardedBy("lock")
	private @Nullable Exception failure;

	@GuardedBy("lock")
	private long failedAt;

	@GuardedBy("lock")
	private boolean closed;

	/** Why the broker takes nothing more at present. */
	private volatile @Nullable String blocked;

	BrokerLink(BrokerAccess access, String purpose) {
		this.access = access;
		this.purpose = purpose;
	}

	/**
	 * Opens a channel.
	 * @return the channel, to be closed by the caller
	 * @throws IOException if the broker cannot be reached
	 */
	Channel channel() throws IOException {
		try {
			Channel channel = connection().createChannel();
			if (channel == null) {
				throw new IOException("the connection has as many channels as it may have");
			}
			return channel;
		}
		catch (ShutdownSignalException ex) {
			throw new IOException("the connection was lost", ex);
		}
	}

	private Connection connection() throws IOException {
		Connection open = this.connection;
		if (open != null && open.isOpen()) {
			return open;
		}
		this.lock.lock();
		try {
			open = this.connection;
			if (open != null && open.isOpen()) {
				return open;
			}
			if (this.closed) {
				throw new IOException("the provider is closed");
			}
			if (this.failure != null
					&& System.nanoTime() - this.failedAt < this.access.settings().recoveryInterval().toNanos()) {
				throw new IOException("the broker could not be reached a moment ago: " + this.failure, this.failure);
			}
			return connect();
		}
		finally {
			this.lock.unlock();
		}
	}

	@GuardedBy("lock")
	private Connection connect() throws IOException {
		try {
			Connection made = this.access.connect(this.purpose);
			this.blocked = null;
			made.addBlockedListener((reason) -> this.blocked = reason, () -> this.blocked = null);
			this.connection = made;
			this.failure = null;
			return made;
		}
		catch (IOException | TimeoutException | RuntimeException ex) {
			this.failure = ex;
			this.failedAt = System.nanoTime();
			throw new IOException("the broker cannot be reached: " + ex, ex);
		}
	}

	@Nullable String blocked() {
		return this.blocked;
	}

	@Override
	public void close() {
		Connection open;
		this.lock.lock();
		try {
			this.closed = true;
			open = this.connection;
		}
		finally {
			this.lock.unlock();
		}
		if (open != null) {
			// Closes, or gives up after a while; and does not throw.
			open.abort(PATIENCE_AT_THE_END);
		}
	}

}
