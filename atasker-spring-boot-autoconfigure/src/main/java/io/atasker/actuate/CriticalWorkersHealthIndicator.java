package io.atasker.actuate;

import java.util.List;

import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.WorkerState;
import io.atasker.worker.Workers;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Whether critical workers allow the application to take requests: OUT_OF_SERVICE while
 * one of them has failed. Never waits.
 */
public final class CriticalWorkersHealthIndicator extends AbstractHealthIndicator {

	private final Workers workers;

	/**
	 * Makes an indicator.
	 * @param workers the workers
	 */
	public CriticalWorkersHealthIndicator(Workers workers) {
		super("the health of critical workers cannot be read");
		this.workers = workers;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		List<String> failed = this.workers.stream()
			.filter((worker) -> worker.definition().operating().critical())
			.filter((worker) -> worker.state() == WorkerState.FAILED)
			.map(BackgroundWorker::name)
			.toList();
		if (failed.isEmpty()) {
			builder.up();
		}
		else {
			builder.outOfService().withDetail("failed", failed);
		}
	}

}
