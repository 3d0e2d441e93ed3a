package io.atasker.supervisor;

import io.atasker.supervisor.Admission.Load;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what {@link Admission} tells; how it decides is tested by the gate's.
 */
class AdmissionTests {

	private final PoolLimits limits = new PoolLimits(2, 1, 1);

	private final Admission admission = new Admission(this.limits);

	private String why(Priority priority) {
		return this.admission.load().whyWaiting(priority);
	}

	private NamedTask admit(Priority priority) {
		NamedTask task = new NamedTask(priority.name());
		assertThat(this.admission.admitNewcomer(task, priority)).isTrue();
		return task;
	}

	@Test
	void closedGateIsTheReason() {
		assertThat(why(Priority.CRITICAL)).isEqualTo("supervisor is stopped");
	}

	@Test
	void freeSlotIsNoReason() {
		this.admission.open(true);
		assertThat(this.admission.limits()).isSameAs(this.limits);
		admit(Priority.LOW);
		assertThat(why(Priority.LOW)).isNull();
	}

	@Test
	void fullPoolIsNamedWithItsLimitForThePriority() {
		this.admission.open(true);
		admit(Priority.LOW);
		admit(Priority.LOW);
		assertThat(this.admission.running()).isEqualTo(2);
		assertThat(why(Priority.LOW)).isEqualTo("pool full: 2 of 2 running at priority LOW");
		assertThat(why(Priority.NORMAL)).isNull();
		admit(Priority.NORMAL);
		assertThat(why(Priority.NORMAL)).isEqualTo("pool full: 3 of 3 running at priority NORMAL");
	}

	@Test
	void moreUrgentTasksAreTheReasonForLessUrgentOnes() {
		this.admission.open(true);
		this.admission.lanes.addLast(new NamedTask("a"), Priority.HIGH);
		this.admission.lanes.addLast(new NamedTask("b"), Priority.HIGH);
		assertThat(why(Priority.LOW)).isEqualTo("more urgent tasks wait: 2 HIGH");
		assertThat(why(Priority.NORMAL)).isEqualTo("more urgent tasks wait: 2 HIGH");
		assertThat(why(Priority.HIGH)).isNull();
		assertThat(why(Priority.CRITICAL)).isNull();
	}

	@Test
	void whatWasAbandonedIsCountedUntilItEnds() {
		this.admission.open(true);
		NamedTask task = admit(Priority.LOW);
		assertThat(this.admission.abandon(task)).isTrue();
		Load load = this.admission.load();
		assertThat(load.abandoned()).isEqualTo(1);
		assertThat(load.running()).isZero();
		assertThat(load.completed()).isZero();
		assertThat(this.admission.complete(task)).isFalse();
		assertThat(this.admission.load().abandoned()).isZero();
		assertThat(this.admission.load().completed()).isEqualTo(1);
	}

}
