package io.atasker.supervisor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.atasker.supervisor.Admission.Change;
import io.atasker.supervisor.Admission.Load;
import io.atasker.supervisor.Admission.Requeue;
import io.atasker.supervisor.Admission.Submission;
import io.atasker.time.ManualTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Does the same random things to the gate and to its model, and compares all that can be
 * seen after each of them.
 */
class GateModelTests {

	private static final int STEPS = 5_000;

	@ParameterizedTest
	@MethodSource("seeds")
	void behavesAsItsModelDoes(int seed) {
		Run run = new Run(seed);
		for (int step = 0; step < STEPS; step++) {
			run.step();
			run.compare();
		}
		run.finishAll();
	}

	static Stream<Integer> seeds() {
		return IntStream.rangeClosed(1, 20).boxed();
	}

	private static final class Run {

		private final Random random;

		private final List<PoolTask> tasks = new ArrayList<>();

		private final GateModel model;

		private final Gate gate;

		Run(int seed) {
			this.random = new Random(seed);
			PoolLimits limits = limits();
			this.model = new GateModel(limits);
			this.gate = new Gate(limits, new ManualTime());
			this.gate.open();
			for (int i = 0; i < 15; i++) {
				this.tasks.add(new NamedTask("task " + i));
			}
		}

		void step() {
			PoolTask task = this.tasks.get(this.random.nextInt(this.tasks.size()));
			Priority priority = Priority.values()[this.random.nextInt(4)];
			switch (this.random.nextInt(12)) {
				case 0, 1, 2, 3 -> submit(task, priority);
				case 4, 5 -> finish(task);
				case 6, 7 -> finishAndGoOn(task, priority);
				case 8 -> withdraw(task);
				case 9 -> move(task, priority);
				case 10 -> abandon(task);
				default -> resize();
			}
		}

		private void submit(PoolTask task, Priority priority) {
			if (!this.model.isOut(task)) {
				assertThat(this.gate.submit(task, priority)).isEqualTo(Submission.PRESENT);
				return;
			}
			this.model.add(task, priority);
			boolean admitted = this.model.admit().contains(task);
			assertThat(this.gate.submit(task, priority)).isEqualTo(admitted ? Submission.ADMITTED : Submission.QUEUED);
		}

		private void finish(PoolTask task) {
			if (runs(task)) {
				this.model.running.remove(task);
				this.model.abandoned.remove(task);
				assertAdmitted(this.gate.finish(task));
			}
		}

		private void finishAndGoOn(PoolTask task, Priority priority) {
			if (runs(task)) {
				boolean held = this.model.running.remove(task) != null;
				this.model.abandoned.remove(task);
				if (held) {
					this.model.add(task, priority);
				}
				Requeue requeue = this.gate.requeue(task, priority);
				assertAdmitted(requeue.next());
				Submission expected = (requeue.next() == task) ? Submission.ADMITTED : Submission.QUEUED;
				assertThat(requeue.submission()).isEqualTo(held ? expected : Submission.ABANDONED);
			}
		}

		private boolean runs(PoolTask task) {
			return this.model.running.containsKey(task) || this.model.abandoned.contains(task);
		}

		private void withdraw(PoolTask task) {
			assertThat(this.gate.withdraw(task)).isEqualTo(this.model.waiting.contains(task));
			this.model.remove(task);
			assertThat(this.model.admit()).isEmpty();
		}

		private void move(PoolTask task, Priority priority) {
			boolean waits = this.model.waiting.contains(task);
			if (waits && this.model.lanes.get(task) != priority) {
				this.model.remove(task);
				this.model.add(task, priority);
			}
			Change change = this.gate.move(task, priority);
			assertThat(change.done()).isEqualTo(waits);
			assertAdmitted(change.admitted());
		}

		private void abandon(PoolTask task) {
			boolean held = this.model.mayAbandon() && this.model.running.remove(task) != null;
			if (held) {
				this.model.abandoned.add(task);
			}
			Change change = this.gate.abandon(task);
			assertThat(change.done()).isEqualTo(held);
			assertAdmitted(change.admitted());
		}

		private void resize() {
			this.model.limits = limits();
			assertThat(this.gate.resize(this.model.limits)).containsExactlyElementsOf(this.model.admit());
		}

		private PoolLimits limits() {
			return new PoolLimits(this.random.nextInt(6), this.random.nextInt(3), this.random.nextInt(3));
		}

		private void assertAdmitted(PoolTask admitted) {
			List<PoolTask> expected = this.model.admit();
			assertThat((admitted != null) ? List.of(admitted) : Collections.emptyList()).isEqualTo(expected);
		}

		void compare() {
			Load load = this.gate.load();
			assertThat(load.running()).isEqualTo(this.model.running.size());
			assertThat(load.abandoned()).isEqualTo(this.model.abandoned.size());
			for (Priority priority : Priority.values()) {
				int lane = priority.ordinal();
				assertThat(load.waiting()[lane]).isEqualTo(Collections.frequency(this.model.lanes.values(), priority));
				assertThat(load.runningAs()[lane])
					.isEqualTo(Collections.frequency(this.model.running.values(), priority));
				assertThat(ExecutionPool.mustYield(this.gate.yieldMask(), priority))
					.isEqualTo(this.model.mustYield(priority));
				assertThat(ExecutionPool.shouldYield(this.gate.yieldMask(), priority))
					.isEqualTo(this.model.shouldYield(priority));
			}
		}

		void finishAll() {
			while (this.tasks.stream().anyMatch(this::runs)) {
				this.tasks.forEach(this::finish);
			}
			Load load = this.gate.load();
			assertThat(load.running()).isZero();
			assertThat(load.waiting()).containsOnly(0);
			assertThat(this.tasks).allMatch((task) -> this.model.isOut(task));
		}

	}

}
