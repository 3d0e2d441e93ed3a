package io.atasker.queue;

import java.time.Duration;

import io.atasker.time.ManualTime;
import io.atasker.time.Timers;

/**
 * The engine in memory does what all engines do.
 */
class MemoryQueueContractTests extends WorkerQueueContract {

	private final ManualTime time = new ManualTime();

	private final Timers timers = this.time.openTimers(Thread::new);

	@Override
	protected WorkerQueueProvider createProvider() {
		return new MemoryQueueProvider(this.time, this.timers);
	}

	@Override
	protected void pass(Duration time) {
		this.time.advance(time);
	}

	@Override
	protected void settleDown() {
		// Whatever can be delivered is delivered by the thread that makes it so.
	}

}
