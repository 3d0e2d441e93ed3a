package io.atasker.docs.processes;

import io.atasker.process.ChildDiedException;
import io.atasker.supervisor.Supervisor;
import io.atasker.supervisor.Task;
import io.atasker.supervisor.TaskOptions;

import org.springframework.stereotype.Component;

@Component
class Scripts {

	private final Supervisor supervisor;

	Scripts(Supervisor supervisor) {
		this.supervisor = supervisor;
	}

	Task<Integer> run(String script) {
		Task<Integer> task = this.supervisor.submitToProcess(() -> evaluate(script), TaskOptions.named("script"));
		task.result().whenComplete((result, failure) -> {
			if (failure instanceof ChildDiedException died) {
				report(script, died.exitCode());
			}
		});
		return task;
	}

	private static int evaluate(String script) {
		return script.length();
	}

	private static void report(String script, int exitCode) {
	}

}
