package io.atasker.cluster.rabbit;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is opened when it is needed, and again when it was lost. A thread of
 * its own opens it, and nobody waits for that longer than told. While the broker cannot
 * be reached it is tried not more often than the recovery interval says, and the others
 * are told at once what the last attempt has found.
 */
final class BrokerLink implements AutoCloseable {

	private static final int PATIENCE_AT_THE_END = 5000;

	private final BrokerAccess access;

	private final String purpose;

	private final Duration patience;

	/** Written under the lock. */
	private volatile @Nullable Connection connection;

	/** What is being tried. */
	@GuardedBy("this")
	private @Nullable CompletableFuture<Connection> attempt;

	@GuardedBy("this")
	private @Nullable Throwable failure;

	@GuardedBy("this")
	private long failedAt;

	@GuardedBy("this")
	private boolean closed;

	/** Why the broker takes nothing more at present. */
	private volatile @Nullable String blocked;

	/**
	 * Creates a link, which is not connected.
	 * @param access how to connect
	 * @param purpose what the connection is for
	 * @param patience how long somebody who needs it waits for the connection at most
	 */
	BrokerLink(BrokerAccess access, String purpose, Duration patience) {
		this.access = access;
		this.purpose = purpose;
		this.patience = patience;
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

	/**
	 * Sees to it that there is a connection.
	 * @return the connection
	 * @throws IOException if the broker cannot be reached
	 */
	Connection connection() throws IOException {
		Connection open = this.connection;
		return (open != null && open.isOpen()) ? open : await(attempt());
	}

	private synchronized CompletableFuture<Connection> attempt() throws IOException {
		if (this.closed) {
			throw new IOException("the provider is closed");
		}
		Connection open = this.connection;
		if (open != null && open.isOpen()) {
			return CompletableFuture.completedFuture(open);
		}
		CompletableFuture<Connection> running = this.attempt;
		if (this.failure != null && (running != null
				|| System.nanoTime() - this.failedAt < this.access.settings().recoveryInterval().toNanos())) {
			throw new IOException("the broker could not be reached a moment ago: " + this.failure, this.failure);
		}
		if (running == null) {
			CompletableFuture<Connection> started = new CompletableFuture<>();
			RabbitQueueProvider.aside("connect", () -> connect(started));
			this.attempt = started;
			running = started;
		}
		return running;
	}

	private Connection await(CompletableFuture<Connection> running) throws IOException {
		try {
			return running.get(this.patience.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException ex) {
			Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
			throw new IOException("the broker cannot be reached: " + cause, cause);
		}
		catch (TimeoutException ex) {
			throw new IOException(
					"the broker could not be reached within %s, which is still tried".formatted(this.patience), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("interrupted before the broker was reached");
		}
	}

	private void connect(CompletableFuture<Connection> running) {
		try {
			Connection made = this.access.connect(this.purpose);
			if (use(made)) {
				running.complete(made);
			}
			else {
				made.abort(PATIENCE_AT_THE_END);
				running.completeExceptionally(new IOException("the provider is closed"));
			}
		}
		catch (Throwable ex) {
			// Whatever it is, those who wait are told, and somebody tries again.
			synchronized (this) {
				this.attempt = null;
				this.failure = ex;
				this.failedAt = System.nanoTime();
			}
			running.completeExceptionally(ex);
		}
	}

	private synchronized boolean use(Connection made) {
		this.attempt = null;
		if (this.closed) {
			return false;
		}
		this.failure = null;
		this.connection = made;
		this.blocked = null;
		made.addBlockedListener((reason) -> block(made, reason), () -> block(made, null));
		return true;
	}

	private synchronized void block(Connection made, @Nullable String reason) {
		if (this.connection == made) {
			this.blocked = reason;
		}
	}

	/** Returns why the broker reads nothing from the open connection, if that is so. */
	@Nullable String blocked() {
		Connection open = this.connection;
		return (open != null && open.isOpen()) ? this.blocked : null;
	}

	/**
	 * Does not return before the broker reads again, if it does not read and much waits.
	 */
	@Override
	public void close() {
		Connection open;
		synchronized (this) {
			this.closed = true;
			open = this.connection;
		}
		if (open != null) {
			// Closes, or gives up after a while; and does not throw.
			open.abort(PATIENCE_AT_THE_END);
		}
	}

}
