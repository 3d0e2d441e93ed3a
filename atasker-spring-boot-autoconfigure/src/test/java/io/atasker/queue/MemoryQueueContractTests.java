package io.atasker.queue;

import java.time.Duration;

/**
 * The engine in memory does what all engines do.
 */
class MemoryQueueContractTests extends WorkerQueueContract {

	private final HandMovedTime time = new HandMovedTime();

	@Override
	protected WorkerQueueProvider createProvider() {
		return new MemoryQueueProvider(this.time, this.time);
	}

	@Override
	protected void pass(Duration time) {
		this.time.pass(time);
	}

	@Override
	protected void settleDown() {
		// Whatever can be delivered is delivered by the thread that makes it so.
	}

}
