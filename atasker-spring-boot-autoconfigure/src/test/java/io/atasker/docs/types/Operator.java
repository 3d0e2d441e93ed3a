package io.atasker.docs.types;

import java.time.Duration;

import io.atasker.supervisor.Priority;
import io.atasker.worker.BackgroundIntervalWorker;
import io.atasker.worker.Schedule;
import io.atasker.worker.StartOptions;
import io.atasker.worker.Workers;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

@Component
class Operator {

	private final BackgroundIntervalWorker export;

	private final Workers workers;

	Operator(@Qualifier("export") BackgroundIntervalWorker export, Workers workers) {
		this.export = export;
		this.workers = workers;
	}

	void exportNow(String region) {
		if (this.export.isStopped()) {
			this.export.start(
					StartOptions.builder().argument("region", region).priority(Priority.LOW).label("by hand").build());
		}
		else if (!this.export.trigger().isAccepted()) {
			throw new IllegalStateException("the export does not run");
		}
	}

	void moreOften() {
		this.export.reschedule(Schedule.every(Duration.ofMinutes(10)));
	}

	boolean stopScan() {
		return this.workers.get("scan").stop(Duration.ofSeconds(5));
	}

}
