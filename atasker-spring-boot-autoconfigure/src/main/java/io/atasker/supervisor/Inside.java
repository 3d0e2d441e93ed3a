package io.atasker.supervisor;

import org.jspecify.annotations.Nullable;

/**
 * Knows which threads work for a supervisor right now, of whatever kind they are.
 */
final class Inside {

	private final ThreadLocal<@Nullable Object> occupation = new ThreadLocal<>();

	/**
	 * Says that the current thread works for the supervisor.
	 * @param occupation a {@link Carrier} or an {@link EventLoop}
	 */
	void enter(Object occupation) {
		this.occupation.set(occupation);
	}

	void leave() {
		this.occupation.remove();
	}

	/**
	 * Says that the current thread works for the supervisor for a while.
	 * @param occupation what it is occupied with now, {@code null} for nothing
	 * @return what it was occupied with before
	 */
	@Nullable Object swap(@Nullable Object occupation) {
		Object before = this.occupation.get();
		if (occupation != null) {
			this.occupation.set(occupation);
		}
		else {
			this.occupation.remove();
		}
		return before;
	}

	boolean isInside() {
		return this.occupation.get() != null;
	}

	boolean isOnLoop() {
		return this.occupation.get() instanceof EventLoop;
	}

	/**
	 * Returns the task that the current thread runs.
	 * @return the task, or {@code null} if it runs none
	 */
	@Nullable PoolTask task() {
		return (this.occupation.get() instanceof Carrier carrier) ? carrier.current() : null;
	}

}
