package io.atasker.worker;

import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * What callers have brought along for the executions of a worker. A run that serves
 * several triggers is given what the first of them has brought.
 */
final class Brought {

	/** Of all workers without an observer: for them nothing is ever brought. */
	private static final Brought NOTHING = new Brought(null);

	private final @Nullable ExecutionObserver observer;

	private final AtomicReference<@Nullable Object> byTrigger = new AtomicReference<>();

	private Brought(@Nullable ExecutionObserver observer) {
		this.observer = observer;
	}

	static Brought of(@Nullable ExecutionObserver observer) {
		return (observer != null) ? new Brought(observer) : NOTHING;
	}

	@Nullable ExecutionObserver observer() {
		return this.observer;
	}

	/**
	 * Returns what the current thread brings along.
	 * @param worker for an execution of which
	 * @return that, or {@code null} for nothing
	 */
	@Nullable Object capture(BackgroundWorker worker) {
		if (this.observer == null) {
			return null;
		}
		try {
			return this.observer.capture(worker);
		}
		catch (Throwable ex) {
			ExecutionObservers.report(worker.name(), ex);
			return null;
		}
	}

	/** A trigger is about to be added, which brings this along. */
	void trigger(@Nullable Object captured) {
		if (captured != null) {
			this.byTrigger.compareAndSet(null, captured);
		}
	}

	/** A trigger was taken back: what it brought is not for a later one. */
	void takeBack(@Nullable Object captured) {
		if (captured != null) {
			this.byTrigger.compareAndSet(captured, null);
		}
	}

	/** Returns what a trigger has brought, once. */
	@Nullable Object take() {
		return (this.byTrigger.get() != null) ? this.byTrigger.getAndSet(null) : null;
	}

}
