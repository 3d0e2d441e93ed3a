package io.atasker.docs.recipes;

import java.time.Duration;
import java.util.List;

import io.atasker.annotation.Worker;
import io.atasker.supervisor.Priority;
import io.atasker.supervisor.Supervisor;
import io.atasker.supervisor.Task;
import io.atasker.supervisor.TaskOptions;
import io.atasker.worker.WorkContext;

import org.springframework.stereotype.Component;

@Component
class FromPython {

	private final Supervisor supervisor;

	FromPython(Supervisor supervisor) {
		this.supervisor = supervisor;
	}

	@Worker(interval = "1s", priority = Priority.HIGH)
	boolean check(WorkContext context) {
		Object attached = context.attachment();
		return attached == null;
	}

	void tasks() throws InterruptedException {
		Task<Integer> first = this.supervisor.submit(() -> 1, TaskOptions.of(Priority.LOW));
		Task<Integer> second = this.supervisor.submit(() -> 2, TaskOptions.DEFAULTS.withDelay(Duration.ofSeconds(1)));
		Task.awaitAll(List.of(first, second), Duration.ofSeconds(30));
	}

}
