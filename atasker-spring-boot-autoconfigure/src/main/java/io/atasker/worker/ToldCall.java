package io.atasker.worker;

import io.atasker.supervisor.EventLoop;

/**
 * A call on an event loop with something to do instead when the loop does not come to it.
 *
 * @param action what to do on the loop
 * @param otherwise what to do instead, on any thread
 */
record ToldCall(Runnable action, Runnable otherwise) implements EventLoop.Call {

	@Override
	public void run() {
		this.action.run();
	}

	@Override
	public void dropped() {
		this.otherwise.run();
	}

}
