package io.atasker.supervisor;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Mode;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;

/**
 * Who waits for a condition notices that it has become true.
 */
@JCStressTest(Mode.Termination)
@Outcome(id = "TERMINATED", expect = Expect.ACCEPTABLE, desc = "noticed")
@Outcome(id = "STALE", expect = Expect.FORBIDDEN, desc = "waits for ever")
@State
public class SignalStress {

	private final Signal signal = new Signal();

	private volatile boolean met;

	@Actor
	public void await() {
		this.signal.awaitUninterruptibly(() -> this.met, Long.MAX_VALUE);
	}

	@org.openjdk.jcstress.annotations.Signal
	public void meet() {
		this.met = true;
		this.signal.changed();
	}

}
