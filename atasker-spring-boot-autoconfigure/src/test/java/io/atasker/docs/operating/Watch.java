package io.atasker.docs.operating;

import io.atasker.supervisor.LateTaskReport;
import io.atasker.worker.WorkerEvent;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

@Component
class Watch {

	@EventListener
	void stateChanged(WorkerEvent.StateChanged event) {
		note("%s: %s to %s".formatted(event.worker(), event.from(), event.to()));
	}

	@EventListener
	void failing(WorkerEvent.Failing event) {
		note("%s failed %d times: %s".formatted(event.worker(), event.failures(), event.message()));
	}

	@EventListener
	void stuck(WorkerEvent.Stuck event) {
		note("%s: %s after %s at %s".formatted(event.worker(), event.step(), event.runningFor(), event.stack()));
	}

	@EventListener
	void late(LateTaskReport report) {
		note("%s waits for a slot: %s".formatted(report.task().name(), report.level()));
	}

	private void note(String text) {
	}

}
