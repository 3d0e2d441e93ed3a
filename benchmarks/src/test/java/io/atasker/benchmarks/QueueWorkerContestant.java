package io.atasker.benchmarks;

import io.atasker.worker.BackgroundQueueWorker;

/**
 * A queue worker of the engine, as it is made without settings.
 */
final class QueueWorkerContestant extends QueueContestant {

	private final Engine engine = Engine.ofDefaults();

	private final BackgroundQueueWorker<Item> worker;

	QueueWorkerContestant(int producers, int millis) {
		super("atasker", producers, millis);
		this.worker = this.engine.workers.define("items")
			.queue(Item.class)
			.capacity(CAPACITY)
			.executor((Item item, io.atasker.worker.WorkContext context) -> this.sink.accept(item))
			.register();
	}

	@Override
	boolean offer(Item item) {
		return this.worker.offer(item);
	}

	@Override
	public void close() {
		if (this.worker.snapshot().executions().succeeded() != this.sink.count()) {
			throw new IllegalStateException("the worker has not counted what it has executed");
		}
		this.engine.close();
	}

}
