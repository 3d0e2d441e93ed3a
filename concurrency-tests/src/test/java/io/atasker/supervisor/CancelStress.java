package io.atasker.supervisor;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/**
 * Cancelling a task and running it come to one outcome, and the thread that ran it does
 * not keep the interrupt. The results: the work ran; cancelled, as the canceller was
 * told; cancelled, as the result says; the thread was left interrupted.
 */
@JCStressTest
@Outcome(id = "1, 0, 0, 0", expect = Expect.ACCEPTABLE, desc = "ended before")
@Outcome(id = "0, 1, 1, 0", expect = Expect.ACCEPTABLE, desc = "cancelled before it began")
@Outcome(id = "1, 1, 1, 0", expect = Expect.ACCEPTABLE, desc = "cancelled while it ran")
@Outcome(expect = Expect.FORBIDDEN, desc = "two outcomes, none, or an interrupt that leaks")
@State
public class CancelStress {

	private static final Parts PARTS = Parts.of(Supervisor.builder(), () -> SupervisorState.STARTED);

	private volatile int ran;

	private final OwnTask<Integer> task = new OwnTask<>(PARTS.tasks(), 1, () -> this.ran = 1, TaskOptions.DEFAULTS,
			PARTS.pool(), false);

	@Actor
	public void run(IIII_Result result) {
		this.task.run();
		result.r4 = Thread.interrupted() ? 1 : 0;
	}

	@Actor
	public void cancel(IIII_Result result) {
		result.r2 = this.task.cancel() ? 1 : 0;
	}

	@Arbiter
	public void look(IIII_Result result) {
		result.r1 = this.ran;
		boolean cancelled = this.task.state() == TaskState.CANCELLED;
		result.r3 = (this.task.result().isCancelled() != cancelled) ? -1 : (cancelled ? 1 : 0);
	}

}
