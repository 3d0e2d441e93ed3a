package io.atasker.supervisor;

import io.atasker.supervisor.Admission.Change;
import io.atasker.supervisor.Admission.Load;
import io.atasker.supervisor.Admission.Requeue;
import io.atasker.time.ManualTime;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The gate is linearizable.
 */
@Param(name = "task", gen = IntGen.class, conf = "0:3")
@Param(name = "priority", gen = IntGen.class, conf = "0:3")
@Tag("lincheck")
public class GateLincheckTests {

	private static final int TASKS = 4;

	private final Gate gate = new Gate(new PoolLimits(1, 1, 0), new ManualTime());

	private final PoolTask[] tasks = new PoolTask[TASKS];

	public GateLincheckTests() {
		this.gate.open();
		for (int i = 0; i < TASKS; i++) {
			this.tasks[i] = new NamedTask(Integer.toString(i));
		}
	}

	@Operation
	public String submit(@Param(name = "task") int task, @Param(name = "priority") int priority) {
		return this.gate.submit(this.tasks[task], Priority.values()[priority]).toString();
	}

	@Operation
	public String finish(@Param(name = "task") int task) {
		return name(this.gate.finish(this.tasks[task]));
	}

	@Operation
	public String requeue(@Param(name = "task") int task, @Param(name = "priority") int priority) {
		Requeue requeue = this.gate.requeue(this.tasks[task], Priority.values()[priority]);
		return requeue.submission() + " " + name(requeue.next());
	}

	@Operation
	public String withdraw(@Param(name = "task") int task) {
		return Boolean.toString(this.gate.withdraw(this.tasks[task]));
	}

	@Operation
	public String move(@Param(name = "task") int task, @Param(name = "priority") int priority) {
		return text(this.gate.move(this.tasks[task], Priority.values()[priority]));
	}

	@Operation
	public String abandon(@Param(name = "task") int task) {
		return text(this.gate.abandon(this.tasks[task]));
	}

	@Operation
	public String resize(@Param(name = "task") int poolSize) {
		return this.gate.resize(new PoolLimits(poolSize, 1, 0)).toString();
	}

	@Operation
	public String load() {
		Load load = this.gate.load();
		return load.running() + " " + java.util.Arrays.toString(load.waiting());
	}

	@Test
	void holdsInEveryInterleavingThatTheModelCheckerTries() {
		new ModelCheckingOptions().iterations(6)
			.invocationsPerIteration(80)
			.threads(2)
			.actorsBefore(2)
			.actorsPerThread(3)
			.actorsAfter(2)
			.check(GateLincheckTests.class);
	}

	@Test
	void holdsUnderStress() {
		new StressOptions().iterations(5)
			.invocationsPerIteration(300)
			.threads(3)
			.actorsBefore(2)
			.actorsPerThread(3)
			.actorsAfter(2)
			.check(GateLincheckTests.class);
	}

	private static String text(Change change) {
		return change.done() + " " + name(change.admitted());
	}

	private static String name(PoolTask task) {
		return (task != null) ? task.name() : "none";
	}

}
