package io.atasker.docs.supervisor;

import io.atasker.supervisor.LateTask;
import io.atasker.supervisor.LateTaskHandler;

import org.springframework.stereotype.Component;

@Component
class Alarm implements LateTaskHandler {

	@Override
	public void critical(LateTask task) {
		call("'%s' waits for %s, and %d wait with it".formatted(task.name(), task.waited(), task.waiting()));
	}

	private void call(String text) {
	}

}
