package io.atasker.supervisor;

import io.atasker.time.TimeSource;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A slot is given back once, by the end of the task or by whoever gives the task up, and
 * one of those who wait gets it.
 */
@JCStressTest
@Outcome(id = { "0, 1, 1", "1, 1, 1" }, expect = Expect.ACCEPTABLE, desc = "one slot, one successor")
@Outcome(expect = Expect.FORBIDDEN, desc = "the slot was lost or given back twice")
@State
public class TicketStress {

	private final Gate gate = new Gate(new PoolLimits(1, 0, 0), TimeSource.system());

	private final PoolTask task = new IdleTask();

	private volatile int successors;

	private volatile int endSuccessors;

	public TicketStress() {
		this.gate.open();
		this.gate.submit(this.task, Priority.LOW);
		this.gate.submit(new IdleTask(), Priority.LOW);
		this.gate.submit(new IdleTask(), Priority.LOW);
	}

	@Actor
	public void end() {
		this.endSuccessors = (this.gate.finish(this.task, null) != null) ? 1 : 0;
	}

	@Actor
	public void abandon(III_Result result) {
		Admission.Change change = this.gate.abandon(this.task);
		result.r1 = change.done() ? 1 : 0;
		this.successors = (change.admitted() != null) ? 1 : 0;
	}

	@Arbiter
	public void look(III_Result result) {
		result.r2 = this.successors + this.endSuccessors;
		result.r3 = this.gate.load().running();
	}

}
