package io.atasker.worker;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;

import io.atasker.queue.DeadLetters;
import org.jspecify.annotations.Nullable;

/**
 * The handle of a queue worker.
 */
final class QueueHandle extends WorkerHandle implements BackgroundQueueWorker<Object> {

	private final ItemSource source;

	private final AfterCommit afterCommit;

	QueueHandle(WorkerCore core, ItemSource source, AfterCommit afterCommit) {
		super(core);
		this.source = source;
		this.afterCommit = afterCommit;
	}

	@Override
	public void put(Object item) {
		if (!offer(item)) {
			throw this.source.full();
		}
	}

	@Override
	public void put(Object item, PutOptions options) {
		if (!offer(item, options)) {
			throw this.source.full();
		}
	}

	@Override
	public boolean offer(Object item) {
		return enter(item) || refused();
	}

	private boolean offer(Object item, PutOptions options) {
		return enter(item, options) || refused();
	}

	private boolean refused() {
		this.source.refused();
		return false;
	}

	private boolean enter(Object item) {
		if (this.afterCommit.isDeferring() || this.core.brought().observer() != null) {
			return enter(item, PutOptions.DEFAULTS);
		}
		Objects.requireNonNull(item, "'item' must not be null");
		requireReceiving();
		return this.source.offer(item);
	}

	private boolean enter(Object item, PutOptions options) {
		Objects.requireNonNull(item, "'item' must not be null");
		requireReceiving();
		this.source.priority(options);
		if (this.source.isFull()) {
			return false;
		}
		// Promised now, so not refused after the commit, when nobody could be told.
		Object captured = this.core.brought().capture(this);
		boolean deferred = !this.source.joinsTransaction()
				&& this.afterCommit.defer(() -> committed(item, options, captured));
		return deferred || this.source.offer(item, options, captured);
	}

	private void committed(Object item, PutOptions options, @Nullable Object captured) {
		this.source.force(item, options, captured);
		LateCommit.look(this.core, "an item was put");
	}

	@Override
	public boolean offer(Object item, Duration timeout) throws InterruptedException {
		if (enter(item)) {
			return true;
		}
		if (CurrentStrand.isOf(this.core)) {
			return refused();
		}
		if (isOnLoop()) {
			throw new IllegalStateException(
					"offer with a timeout would block an event loop; use offer without one, or put from a thread");
		}
		return this.source.awaitRoom(() -> enter(item), nanos(timeout)) || refused();
	}

	private void requireReceiving() {
		if (this.core.life().isRemoved()) {
			throw new RejectedExecutionException("worker '%s' takes nothing: it was removed".formatted(name()));
		}
		if (!this.core.life().isReceiving()) {
			throw new RejectedExecutionException("worker '%s' takes nothing: supervisor '%s' is %s".formatted(name(),
					this.core.supervisor().name(), this.core.supervisor().state()));
		}
	}

	@Override
	public long size() {
		return this.source.size();
	}

	@Override
	public DeadLetters<Object> deadLetters() {
		return this.source.dead();
	}

}
