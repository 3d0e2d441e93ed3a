package io.atasker.supervisor;

import io.atasker.supervisor.Admission.Submission;
import io.atasker.time.TimeSource;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * Who comes while the only slot is given back gets it: at the door, or from the one who
 * gives it back.
 */
@JCStressTest
@Outcome(id = "1, 0, 1", expect = Expect.ACCEPTABLE, desc = "found the slot free")
@Outcome(id = "0, 1, 1", expect = Expect.ACCEPTABLE, desc = "waited and was taken along")
@Outcome(id = "0, 0, 0", expect = Expect.FORBIDDEN, desc = "waits for ever beside a free slot")
@Outcome(expect = Expect.FORBIDDEN, desc = "admitted twice")
@State
public class HandOffStress {

	private final Gate gate = new Gate(new PoolLimits(1, 0, 0), TimeSource.system());

	private final PoolTask running = new IdleTask();

	private final PoolTask coming = new IdleTask();

	public HandOffStress() {
		this.gate.open();
		this.gate.submit(this.running, Priority.LOW);
	}

	@Actor
	public void come(III_Result result) {
		result.r1 = (this.gate.submit(this.coming, Priority.LOW) == Submission.ADMITTED) ? 1 : 0;
	}

	@Actor
	public void giveBack(III_Result result) {
		result.r2 = (this.gate.finish(this.running, null) == this.coming) ? 1 : 0;
	}

	@Arbiter
	public void look(III_Result result) {
		result.r3 = this.gate.load().running();
	}

}
