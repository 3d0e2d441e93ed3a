package io.atasker.benchmarks;

import java.time.Duration;

import io.atasker.supervisor.PoolLimits;
import io.atasker.supervisor.ShutdownPolicy;
import io.atasker.supervisor.Supervisor;
import io.atasker.supervisor.SupervisorBuilder;
import io.atasker.worker.Workers;

/**
 * A supervisor that runs, and its workers: the engine without Spring.
 */
final class Engine implements AutoCloseable {

	final Supervisor supervisor;

	final Workers workers;

	Engine(SupervisorBuilder builder) {
		this.supervisor = builder.build();
		this.workers = Workers.of(this.supervisor);
		this.supervisor.start();
	}

	static Engine ofDefaults() {
		return new Engine(Supervisor.builder());
	}

	static Engine ofSize(int poolSize) {
		return new Engine(Supervisor.builder().limits(new PoolLimits(poolSize, 0, 0)).minThreads(poolSize));
	}

	@Override
	public void close() {
		this.supervisor.stop(new ShutdownPolicy(Duration.ofSeconds(5), true, true));
		this.supervisor.close();
	}

}
