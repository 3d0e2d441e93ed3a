package io.atasker.supervisor;

import java.util.concurrent.CompletableFuture;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A result that is asked for while the task ends is completed by one of the two.
 */
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "completed")
@Outcome(expect = Expect.FORBIDDEN, desc = "forgotten")
@State
public class LateResultStress {

	private static final Parts PARTS = Parts.of(Supervisor.builder(), () -> SupervisorState.STARTED);

	private final OwnTask<Integer> task = new OwnTask<>(PARTS.tasks(), 1, () -> 1, TaskOptions.DEFAULTS, PARTS.pool(),
			false);

	private volatile CompletableFuture<Integer> asked;

	@Actor
	public void run() {
		this.task.run();
	}

	@Actor
	public void ask() {
		this.asked = this.task.result();
	}

	@Arbiter
	public void look(I_Result result) {
		result.r1 = this.asked.getNow(-1);
	}

}
