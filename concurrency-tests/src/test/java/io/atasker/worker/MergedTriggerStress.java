package io.atasker.worker;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * A trigger that finds another one pending is served too: the run that takes both sees
 * what was written before the second.
 */
@JCStressTest
@Outcome(id = "2, 0", expect = Expect.ACCEPTABLE, desc = "one run serves both and saw the write")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "the run came first, the second trigger is pending")
@Outcome(expect = Expect.FORBIDDEN, desc = "a trigger is lost, doubled, or its write was not seen")
@State
public class MergedTriggerStress {

	private final TriggerWord word = new TriggerWord();

	private int data;

	public MergedTriggerStress() {
		this.word.add();
	}

	@Actor
	public void merge() {
		this.data = 1;
		this.word.add();
	}

	@Actor
	public void run(JJ_Result result) {
		long taken = this.word.take();
		result.r1 = (taken == 2 && this.data != 1) ? -2 : taken;
	}

	@Arbiter
	public void after(JJ_Result result) {
		result.r2 = this.word.take();
	}

}
