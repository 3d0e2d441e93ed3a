package io.atasker.docs.types;

import io.atasker.annotation.Worker;
import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.WorkerHooks;

import org.springframework.stereotype.Component;

@Component
@Worker(interval = "1s")
class Sensor implements WorkerHooks {

	double run() {
		return 21.5;
	}

	boolean processResult(double degrees) {
		return degrees < 100;
	}

	@Override
	public void beforeStart(BackgroundWorker worker) {
	}

	@Override
	public void afterStop(BackgroundWorker worker) {
	}

}
