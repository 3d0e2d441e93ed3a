package io.atasker.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.atasker.supervisor.Admission.Requeue;
import io.atasker.supervisor.Admission.Submission;
import io.atasker.time.ManualTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static io.atasker.supervisor.Priority.CRITICAL;
import static io.atasker.supervisor.Priority.HIGH;
import static io.atasker.supervisor.Priority.LOW;
import static io.atasker.supervisor.Priority.NORMAL;
import static org.assertj.core.api.Assertions.assertThat;

class GateTests {

	private final ManualTime time = new ManualTime();

	private final Gate gate = new Gate(new PoolLimits(2, 1, 1), this.time);

	private int number;

	@BeforeEach
	void open() {
		assertThat(this.gate.open()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "0,LOW,ADMITTED", "1,LOW,ADMITTED", "2,LOW,QUEUED", "2,NORMAL,ADMITTED", "3,NORMAL,QUEUED",
			"3,HIGH,ADMITTED", "4,HIGH,QUEUED", "4,CRITICAL,ADMITTED", "50,CRITICAL,ADMITTED", "50,HIGH,QUEUED" })
	void admitsBelowTheLimitOfThePriority(int running, Priority priority, Submission expected) {
		run(running, CRITICAL);
		assertThat(this.gate.submit(task(), priority)).isEqualTo(expected);
	}

	@ParameterizedTest
	@EnumSource(Priority.class)
	void poolSizeZeroAdmitsAll(Priority priority) {
		this.gate.resize(new PoolLimits(0, 0, 0));
		run(1000, LOW);
		assertThat(this.gate.submit(task(), priority)).isEqualTo(Submission.ADMITTED);
	}

	@Test
	void mostUrgentIsNextAndFirstInFirstOutAmongEquals() {
		List<PoolTask> running = run(4, HIGH);
		PoolTask low = queue(LOW);
		PoolTask normal1 = queue(NORMAL);
		PoolTask high = queue(HIGH);
		PoolTask normal2 = queue(NORMAL);
		assertThat(this.gate.finish(running.get(0))).isSameAs(high);
		assertThat(this.gate.finish(running.get(1))).isNull();
		assertThat(this.gate.finish(running.get(2))).isSameAs(normal1);
		assertThat(this.gate.finish(running.get(3))).isSameAs(normal2);
		assertThat(this.gate.finish(high)).isNull();
		assertThat(this.gate.finish(normal1)).isSameAs(low);
	}

	@Test
	void slotIsGivenBackOnce() {
		PoolTask task = run(1, LOW).get(0);
		assertThat(this.gate.abandon(task).done()).isTrue();
		assertThat(this.gate.abandon(task).done()).isFalse();
		assertThat(this.gate.finish(task)).isNull();
		assertThat(this.gate.load().running()).isZero();
	}

	@Test
	void abandonedTaskIsNotSubmittedAgain() {
		PoolTask task = run(1, LOW).get(0);
		this.gate.abandon(task);
		PoolTask waiting = task();
		assertThat(this.gate.submit(waiting, LOW)).isEqualTo(Submission.ADMITTED);
		assertRequeue(this.gate.requeue(task, LOW), Submission.ABANDONED, null);
		assertThat(this.gate.load().running()).isEqualTo(1);
		assertThat(this.gate.submit(task, LOW)).isEqualTo(Submission.ADMITTED);
	}

	@Test
	void abandoningAdmitsTheNext() {
		List<PoolTask> running = run(2, LOW);
		PoolTask waiting = queue(LOW);
		assertThat(this.gate.abandon(running.get(0)).admitted()).isSameAs(waiting);
	}

	@Test
	void taskThatGoesOnKeepsItsSlotWhenNobodyWaits() {
		PoolTask task = run(2, LOW).get(0);
		assertRequeue(this.gate.requeue(task, LOW), Submission.ADMITTED, task);
		assertThat(this.gate.load().running()).isEqualTo(2);
	}

	@Test
	void taskThatGoesOnGoesBehindItsEquals() {
		PoolTask task = run(2, LOW).get(0);
		PoolTask equal = queue(LOW);
		assertRequeue(this.gate.requeue(task, LOW), Submission.QUEUED, equal);
		assertThat(this.gate.finish(equal)).isSameAs(task);
	}

	@Test
	void taskThatGoesOnWaitsWhenTheLimitIsExceeded() {
		PoolTask task = run(2, LOW).get(0);
		run(2, CRITICAL);
		assertThat(this.gate.requeue(task, LOW).next()).isNull();
		assertThat(this.gate.waitingSince(task)).isNotNull();
	}

	@Test
	void taskMayChangeItsPriorityWhenItGoesOn() {
		PoolTask task = run(2, LOW).get(0);
		PoolTask waiting = queue(LOW);
		assertThat(this.gate.requeue(task, NORMAL).next()).isSameAs(task);
		assertThat(this.gate.load().runningAs()).containsExactly(1, 1, 0, 0);
		assertThat(this.gate.requeue(task, LOW).next()).isSameAs(waiting);
	}

	@Test
	void withdrawnTaskIsNotAdmitted() {
		List<PoolTask> running = run(2, LOW);
		PoolTask withdrawn = queue(LOW);
		PoolTask waiting = queue(LOW);
		assertThat(this.gate.withdraw(withdrawn)).isTrue();
		assertThat(this.gate.withdraw(withdrawn)).isFalse();
		assertThat(this.gate.finish(running.get(0))).isSameAs(waiting);
		assertThat(this.gate.withdraw(waiting)).isFalse();
	}

	@Test
	void taskThatIsMovedGoesToTheBackOfTheOtherLane() {
		List<PoolTask> running = run(4, HIGH);
		PoolTask moved = queue(LOW);
		PoolTask high = queue(HIGH);
		assertThat(this.gate.move(moved, HIGH).done()).isTrue();
		assertThat(this.gate.finish(running.get(0))).isSameAs(high);
		assertThat(this.gate.finish(running.get(1))).isSameAs(moved);
		assertThat(this.gate.move(moved, LOW).done()).isFalse();
	}

	@Test
	void taskThatIsMovedMayBeginAtOnce() {
		run(2, LOW);
		PoolTask waiting = queue(LOW);
		assertThat(this.gate.move(waiting, NORMAL).admitted()).isSameAs(waiting);
		assertThat(this.gate.load().runningAs()).containsExactly(2, 1, 0, 0);
	}

	@Test
	void largerPoolAdmitsWhoWaitsInOrder() {
		run(2, LOW);
		PoolTask first = queue(LOW);
		PoolTask second = queue(LOW);
		PoolTask third = queue(LOW);
		assertThat(this.gate.resize(new PoolLimits(4, 0, 0))).containsExactly(first, second);
		assertThat(this.gate.waitingSince(third)).isNotNull();
	}

	@Test
	void smallerPoolAdmitsNobodyAboveItsLimit() {
		List<PoolTask> running = run(2, LOW);
		PoolTask waiting = queue(LOW);
		this.gate.resize(new PoolLimits(1, 0, 0));
		assertThat(this.gate.finish(running.get(0))).isNull();
		assertThat(this.gate.finish(running.get(1))).isSameAs(waiting);
	}

	@Test
	void taskThatIsPutBackIsNextAndHoldsNoSlot() {
		PoolTask task = run(1, LOW).get(0);
		assertThat(this.gate.putBack(task)).isTrue();
		assertThat(this.gate.load().running()).isZero();
		PoolTask newcomer = task();
		assertThat(this.gate.submit(newcomer, LOW)).isEqualTo(Submission.QUEUED);
		assertThat(this.gate.next()).isSameAs(task);
		assertThat(this.gate.next()).isSameAs(newcomer);
	}

	@Test
	void taskThatIsPutBackHasWaitedAllTheTime() {
		List<PoolTask> running = run(2, LOW);
		PoolTask waiting = queue(LOW);
		Long since = this.gate.waitingSince(waiting);
		this.time.advance(Duration.ofSeconds(3));
		this.gate.finish(running.get(0));
		this.gate.putBack(waiting);
		assertThat(this.gate.waitingSince(waiting)).isEqualTo(since);
	}

	@Test
	void closedGateRefusesAndGivesBackWhoWaits() {
		List<PoolTask> running = run(2, LOW);
		PoolTask low = queue(LOW);
		run(2, HIGH);
		PoolTask high = queue(HIGH);
		assertThat(this.gate.close()).containsExactlyInAnyOrder(low, high);
		assertThat(this.gate.submit(task(), CRITICAL)).isEqualTo(Submission.REFUSED);
		assertThat(this.gate.finish(running.get(0))).isNull();
		assertRequeue(this.gate.requeue(running.get(1), LOW), Submission.REFUSED, null);
		assertThat(this.gate.load().running()).isEqualTo(2);
	}

	@Test
	void taskCannotBeInTwice() {
		PoolTask running = run(2, LOW).get(0);
		PoolTask waiting = queue(LOW);
		assertThat(this.gate.submit(running, LOW)).isEqualTo(Submission.PRESENT);
		assertThat(this.gate.submit(waiting, CRITICAL)).isEqualTo(Submission.PRESENT);
		this.gate.abandon(running);
		assertThat(this.gate.submit(running, LOW)).isEqualTo(Submission.PRESENT);
	}

	@Test
	void maskAsksLowerPrioritiesToYieldAtOnceAndEqualsAtTheQuantum() {
		run(4, HIGH);
		assertThat(yields()).containsExactly("LOW must", "NORMAL must");
		queue(NORMAL);
		assertThat(yields()).containsExactly("LOW must", "NORMAL must", "NORMAL should");
		queue(HIGH);
		assertThat(yields()).containsExactly("LOW must", "NORMAL must", "NORMAL should", "HIGH should");
		run(1, CRITICAL);
		assertThat(yields()).containsExactly("LOW must", "NORMAL must", "NORMAL should", "HIGH must", "HIGH should");
	}

	@Test
	void maskIsClearWhenEverybodyMayGoOn() {
		List<PoolTask> running = run(2, LOW);
		assertThat(yields()).isEmpty();
		this.gate.resize(new PoolLimits(1, 1, 0));
		assertThat(yields()).containsExactly("LOW must");
		this.gate.finish(running.get(0));
		assertThat(yields()).isEmpty();
	}

	private List<String> yields() {
		List<String> yields = new ArrayList<>();
		for (Priority priority : Priority.values()) {
			if (ExecutionPool.mustYield(this.gate.yieldMask(), priority)) {
				yields.add(priority + " must");
			}
			if (ExecutionPool.shouldYield(this.gate.yieldMask(), priority)) {
				yields.add(priority + " should");
			}
		}
		return yields;
	}

	private List<PoolTask> run(int number, Priority priority) {
		List<PoolTask> tasks = new ArrayList<>();
		while (tasks.size() < number) {
			PoolTask task = task();
			assertThat(this.gate.submit(task, priority)).isEqualTo(Submission.ADMITTED);
			tasks.add(task);
			if (priority == HIGH && this.gate.load().running() == 4) {
				break;
			}
		}
		return tasks;
	}

	private PoolTask queue(Priority priority) {
		PoolTask task = task();
		assertThat(this.gate.submit(task, priority)).isEqualTo(Submission.QUEUED);
		return task;
	}

	private PoolTask task() {
		return new NamedTask("task " + ++this.number);
	}

	private static void assertRequeue(Requeue requeue, Submission submission, @Nullable PoolTask next) {
		assertThat(requeue.submission()).isEqualTo(submission);
		assertThat(requeue.next()).isSameAs(next);
	}

}
