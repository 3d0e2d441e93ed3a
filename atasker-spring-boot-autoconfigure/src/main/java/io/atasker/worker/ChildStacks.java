package io.atasker.worker;

import java.time.Duration;
import java.util.List;

import io.atasker.process.ChildStack;
import io.atasker.process.ProcessPool;
import io.atasker.supervisor.ShutdownReport.Unfinished;

/**
 * Where executions in child processes are in their code: what one sees of them here is a
 * thread that waits.
 */
final class ChildStacks {

	/** For the answer of a child, which comes at once unless it is in trouble. */
	private static final Duration PATIENCE = Duration.ofMillis(200);

	private ChildStacks() {
	}

	/**
	 * Looks at executions where they are. One that still waits for a child stays as it
	 * is.
	 * @param core the worker
	 * @param running its executions in progress
	 * @return the same with the stacks that they have in child processes
	 */
	static List<Unfinished> in(WorkerCore core, List<Unfinished> running) {
		ProcessPool processes = core.supervisor().processes();
		if (processes == null || core.definition().code().kind() != ExecutorKind.PROCESS) {
			return running;
		}
		return running.stream().map((execution) -> in(processes, execution)).toList();
	}

	private static Unfinished in(ProcessPool processes, Unfinished here) {
		ChildStack there = processes.look(here.taskId(), PATIENCE);
		return (there == null) ? here : new Unfinished(here.name(), here.taskId(), "child process " + there.pid(),
				here.runningFor(), there.frames());
	}

}
