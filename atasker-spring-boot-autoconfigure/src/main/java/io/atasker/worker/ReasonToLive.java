package io.atasker.worker;

import io.atasker.supervisor.ExecutionPool;

/**
 * Keeps the JVM alive while a worker is started. Not thread-safe; the lock of
 * {@link LifeCycle} guards it.
 */
final class ReasonToLive {

	private final ExecutionPool pool;

	private boolean given;

	ReasonToLive(ExecutionPool pool) {
		this.pool = pool;
	}

	/**
	 * Gives the reason to the pool, or takes it back, once.
	 * @param wanted whether there is one
	 */
	void is(boolean wanted) {
		if (wanted && !this.given) {
			this.pool.keepAlive();
		}
		else if (!wanted && this.given) {
			this.pool.letGo();
		}
		this.given = wanted;
	}

}
