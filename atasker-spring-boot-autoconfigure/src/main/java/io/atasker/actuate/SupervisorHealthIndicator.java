package io.atasker.actuate;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

import io.atasker.process.ProcessPool;
import io.atasker.supervisor.Priority;
import io.atasker.supervisor.Supervisor;
import io.atasker.supervisor.SupervisorState;
import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.WorkerState;
import io.atasker.worker.Workers;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * The health of a supervisor and its workers: UP; OUT_OF_SERVICE while it is stopped or
 * stopping; DOWN when a worker that should run has failed, or when no child process can
 * be started and none is left for those that need one. What is late, stuck or failing, or
 * runs on after its lease was lost, is told, but does not make it worse: others go on. A
 * worker that stands by while another node runs it is as it should be. Reads counters
 * only, and never waits.
 */
public final class SupervisorHealthIndicator extends AbstractHealthIndicator {

	private final Supervisor supervisor;

	private final Workers workers;

	private final boolean enabled;

	/**
	 * Makes an indicator.
	 * @param supervisor the supervisor
	 * @param workers all workers, those of other supervisors too
	 * @param enabled whether the supervisor is meant to run at all
	 */
	public SupervisorHealthIndicator(Supervisor supervisor, Workers workers, boolean enabled) {
		super("the health of supervisor '%s' cannot be read".formatted(supervisor.name()));
		this.supervisor = supervisor;
		this.workers = workers;
		this.enabled = enabled;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		SupervisorState state = this.supervisor.state();
		List<String> failed = names((worker) -> worker.state() == WorkerState.FAILED);
		String problem = processProblem();
		builder.status(status(state, failed.isEmpty() && (problem == null || isServing())))
			.withDetail("state", state.name());
		if (problem != null) {
			builder.withDetail("processPool", SafeText.of(problem));
		}
		add(builder, "failed", failed);
		add(builder, "failing", names((worker) -> worker.statistics().failuresInARow() > 0));
		add(builder, "stuck", names((worker) -> worker.statistics().stuckNow() > 0));
		add(builder, "leaseLost", names((worker) -> worker.state() == WorkerState.LOST_STILL_RUNNING));
		add(builder, "late",
				Arrays.stream(Priority.values())
					.filter((priority) -> this.supervisor.statistics().isLate(priority))
					.map(Enum::name)
					.toList());
	}

	private @Nullable String processProblem() {
		ProcessPool processes = this.supervisor.processes();
		return (processes != null) ? processes.problem() : null;
	}

	private boolean isServing() {
		ProcessPool processes = this.supervisor.processes();
		return processes != null && processes.isServing();
	}

	private Status status(SupervisorState state, boolean good) {
		if (!this.enabled) {
			return Status.UNKNOWN;
		}
		if (state == SupervisorState.STOPPING || state == SupervisorState.STOPPED) {
			return Status.OUT_OF_SERVICE;
		}
		return good ? Status.UP : Status.DOWN;
	}

	private List<String> names(Predicate<BackgroundWorker> which) {
		return this.workers.stream()
			.filter((worker) -> worker.definition().running().supervisor().equals(this.supervisor.name()))
			.filter(which)
			.map(BackgroundWorker::name)
			.toList();
	}

	private static void add(Health.Builder builder, String detail, List<String> names) {
		if (!names.isEmpty()) {
			builder.withDetail(detail, names);
		}
	}

}
