package io.atasker.worker;

import io.atasker.queue.ItemQueue;
import org.jspecify.annotations.Nullable;

/**
 * What a strand has in its hand. Used by the thread that has the strand's turn.
 */
final class Held {

	private @Nullable Object item;

	private @Nullable String id;

	private int priority = ItemQueue.DEFAULT_PRIORITY;

	private int attempt = 1;

	private @Nullable Object captured;

	/** Takes something that is more than itself. */
	void take(QueuedItem queued) {
		take(queued.item(), queued.attempt(), queued.id());
		this.priority = queued.priority();
		more(queued.id(), queued.captured());
	}

	void take(@Nullable Object item, int attempt, @Nullable String id) {
		if (this.item != item) {
			this.item = item;
		}
		this.attempt = attempt;
		this.priority = ItemQueue.DEFAULT_PRIORITY;
		more(id, null);
	}

	/** Returns it as it may wait where it came from, bare if there is no more to it. */
	Object waiting() {
		boolean bare = this.attempt == 1 && this.priority == ItemQueue.DEFAULT_PRIORITY && this.id == null
				&& this.captured == null;
		return bare ? required() : again(this.attempt);
	}

	/** Returns it as it may wait once more. */
	QueuedItem again(int attempt) {
		return new QueuedItem(required(), attempt, this.priority, this.id, this.captured);
	}

	@Nullable Object item() {
		return this.item;
	}

	Object required() {
		if (this.item == null) {
			throw new IllegalStateException("the strand holds no item");
		}
		return this.item;
	}

	@Nullable String id() {
		return this.id;
	}

	int attempt() {
		return this.attempt;
	}

	/** Returns what the item has brought along. */
	@Nullable Object captured() {
		return this.captured;
	}

	void forget() {
		if (this.item != null) {
			this.item = null;
		}
		more(null, null);
	}

	/** Most items have neither, and a reference that is written costs a barrier. */
	private void more(@Nullable String id, @Nullable Object captured) {
		if (this.id != id) {
			this.id = id;
		}
		if (this.captured != captured) {
			this.captured = captured;
		}
	}

}
