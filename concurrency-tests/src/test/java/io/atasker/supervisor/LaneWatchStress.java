package io.atasker.supervisor;

import io.atasker.time.Timer;
import io.atasker.time.Timers;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A task that begins to wait while the watch over its lane is being put out is watched.
 */
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "the watch is on")
@Outcome(id = "0", expect = Expect.FORBIDDEN, desc = "a task waits and nobody watches")
@State
public class LaneWatchStress implements Timers {

	private final Gate gate;

	private final LateWatch lateWatch;

	private volatile Timer armed;

	private final Timer timer;

	public LaneWatchStress() {
		SupervisorBuilder settings = Supervisor.builder().limits(new PoolLimits(1, 0, 0));
		this.gate = new Gate(settings.limits, settings.time);
		this.lateWatch = new LateWatch(settings, this.gate, this);
		this.gate.open();
		this.gate.submit(new IdleTask(), Priority.LOW);
		this.lateWatch.watch(Priority.LOW);
		this.timer = this.armed;
		this.armed = null;
	}

	@Override
	public void schedule(Timer timer, long deadline) {
		this.armed = timer;
	}

	@Override
	public boolean cancel(Timer timer) {
		return false;
	}

	@Override
	public void suspend() {
	}

	@Override
	public void resume() {
	}

	@Override
	public void close() {
	}

	@Actor
	public void beginToWait() {
		this.gate.submit(new IdleTask(), Priority.LOW);
		this.lateWatch.watch(Priority.LOW);
	}

	@Actor
	public void fire() {
		((LaneWatch) this.timer).fire();
	}

	@Arbiter
	public void look(I_Result result) {
		result.r1 = (this.armed != null) ? 1 : 0;
	}

}
