package io.atasker.supervisor;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A critical task is begun by the thread that was woken for it or by one that overtakes
 * it, and the task given in exchange is begun when there was an exchange: each once.
 */
@JCStressTest
@Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "it was overtaken")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "its own thread was faster")
@Outcome(expect = Expect.FORBIDDEN, desc = "a task is lost, or begun twice")
@State
public class OvertakeStress {

	private final PoolTask critical = new IdleTask();

	private final PoolTask other = new IdleTask();

	private final Carrier carrier = new Carrier(null, false, 0, this.critical);

	@Actor
	public void overtake(II_Result result) {
		result.r1 = number(this.carrier.exchange(this.other));
	}

	@Actor
	public void wakeUp(II_Result result) {
		result.r2 = number(this.carrier.take());
	}

	private int number(PoolTask task) {
		if (task == null) {
			return 0;
		}
		return (task == this.critical) ? 1 : 2;
	}

}
