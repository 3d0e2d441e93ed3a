package io.atasker.supervisor;

import io.atasker.time.TimeSource;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LII_Result;

/**
 * A task that wants to go on while it is given up either goes on first, and is given up
 * then, or learns that it was given up. Its slot is given back once.
 */
@JCStressTest
@Outcome(id = "ADMITTED, 1, 0", expect = Expect.ACCEPTABLE, desc = "went on, and was given up then")
@Outcome(id = "ABANDONED, 1, 0", expect = Expect.ACCEPTABLE, desc = "was given up, and told so")
@Outcome(expect = Expect.FORBIDDEN, desc = "not told, or the slot was lost or given back twice")
@State
public class RequeueStress {

	private final Gate gate = new Gate(new PoolLimits(1, 0, 0), TimeSource.system());

	private final PoolTask task = new IdleTask();

	public RequeueStress() {
		this.gate.open();
		this.gate.submit(this.task, Priority.LOW);
	}

	@Actor
	public void goOn(LII_Result result) {
		result.r1 = this.gate.requeue(this.task, Priority.LOW).submission();
	}

	@Actor
	public void abandon(LII_Result result) {
		result.r2 = this.gate.abandon(this.task).done() ? 1 : 0;
	}

	@Arbiter
	public void look(LII_Result result) {
		// its run has ended; a slot that was given back twice is missed now
		this.gate.finish(this.task);
		result.r3 = this.gate.load().running();
	}

}
