package io.atasker.worker;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * A trigger is either taken by the run that is about to begin, which then sees what was
 * written before the trigger, or it is still pending for the next run.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "the trigger is lost")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "the run came first, the trigger is pending")
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "the run took the trigger and saw the write")
@Outcome(id = "1, 1", expect = Expect.FORBIDDEN, desc = "taken and still pending")
@Outcome(id = "-1, 0", expect = Expect.FORBIDDEN, desc = "taken, but the write was not seen")
@State
public class TriggerWordStress {

	private final TriggerWord word = new TriggerWord();

	private int data;

	@Actor
	public void trigger() {
		this.data = 1;
		this.word.add();
	}

	@Actor
	public void run(JJ_Result result) {
		if (this.word.take() > 0) {
			result.r1 = (this.data == 1) ? 1 : -1;
		}
	}

	@Arbiter
	public void after(JJ_Result result) {
		result.r2 = this.word.take();
	}

}
