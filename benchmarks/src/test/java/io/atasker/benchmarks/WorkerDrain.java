package io.atasker.benchmarks;

import java.util.List;

import io.atasker.cluster.JsonPayloadCodecs;
import io.atasker.queue.WorkerQueueProvider;
import io.atasker.supervisor.Supervisor;
import io.atasker.worker.BackgroundQueueWorker;
import io.atasker.worker.Workers;
import tools.jackson.databind.json.JsonMapper;

/**
 * A queue worker on some engine, which counts what it executes.
 */
final class WorkerDrain implements AutoCloseable {

	private final Supervisor supervisor = Supervisor.builder().build();

	private final BackgroundQueueWorker<String> worker;

	WorkerDrain(WorkerQueueProvider provider, int concurrency, Runnable executed) {
		this.worker = Workers.builder()
			.supervisors(List.of(this.supervisor))
			.queueProviders((id) -> provider)
			.payloadCodecs(new JsonPayloadCodecs(JsonMapper.builder().build()))
			.build()
			.define("drained")
			.queue(String.class)
			.provider(provider.id())
			.concurrency(concurrency)
			.executor((item, context) -> executed.run())
			.register();
		this.supervisor.start();
	}

	void put() {
		this.worker.put(Drain.ITEM);
	}

	void take(boolean taking) {
		if (taking) {
			this.worker.start();
		}
		else {
			this.worker.stop();
		}
	}

	@Override
	public void close() {
		this.supervisor.close();
	}

}
