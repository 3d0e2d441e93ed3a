package io.atasker.test;

import java.util.List;
import java.util.function.Predicate;

import io.atasker.queue.DeadLetter;
import io.atasker.worker.BackgroundQueueWorker;
import io.atasker.worker.ExecutionStatus;
import io.atasker.worker.WorkerState;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on a worker: what has happened to it since the test began, and its state. In
 * real time use them within Awaitility's {@code untilAsserted}.
 */
public final class WorkerAssert extends AbstractAssert<WorkerAssert, TestedWorker> {

	/** How much of a list a message has. */
	private static final int MOST_DEAD = 100;

	WorkerAssert(TestedWorker actual) {
		super(actual, WorkerAssert.class);
	}

	/**
	 * Verifies how many items it has accepted.
	 * @param times how many
	 * @return this
	 */
	public WorkerAssert hasBeenPut(int times) {
		return requireCount("have been put %d items", times, this.actual.puts());
	}

	/**
	 * Verifies that it has accepted no item.
	 * @return this
	 */
	public WorkerAssert hasNotBeenPut() {
		return hasBeenPut(0);
	}

	/**
	 * Verifies how many triggers it has accepted, merged ones included.
	 * @param times how many
	 * @return this
	 */
	public WorkerAssert hasBeenTriggered(int times) {
		return requireCount("have been triggered %d times", times, this.actual.triggers());
	}

	/**
	 * Verifies that it has accepted no trigger.
	 * @return this
	 */
	public WorkerAssert hasNotBeenTriggered() {
		return hasBeenTriggered(0);
	}

	/**
	 * Verifies how many items wait, delayed ones and retries included.
	 * @param number how many
	 * @return this
	 */
	public WorkerAssert hasWaitingItems(int number) {
		requireQueue();
		return requireCount("have %d waiting items", number, this.actual.waiting());
	}

	/**
	 * Verifies how many executions have ended, however they did; each attempt counts.
	 * @param times how many
	 * @return this
	 */
	public WorkerAssert hasExecuted(int times) {
		return requireExecutions("have executed %d times", times, (status) -> true);
	}

	/**
	 * Verifies that no execution has ended.
	 * @return this
	 */
	public WorkerAssert hasNotExecuted() {
		return hasExecuted(0);
	}

	/**
	 * Verifies how many executions have succeeded.
	 * @param times how many
	 * @return this
	 */
	public WorkerAssert hasSucceeded(int times) {
		return requireExecutions("have succeeded %d times", times, (status) -> status == ExecutionStatus.SUCCEEDED);
	}

	/**
	 * Verifies how many executions have failed, those that timed out and those that are
	 * tried again included.
	 * @param times how many
	 * @return this
	 */
	public WorkerAssert hasFailed(int times) {
		return requireExecutions("have failed %d times", times,
				(status) -> status == ExecutionStatus.FAILED || status == ExecutionStatus.TIMED_OUT);
	}

	/**
	 * Verifies what the last execution threw.
	 * @param type a type of it
	 * @return assertions on the exception
	 */
	public AbstractThrowableAssert<?, ? extends Throwable> hasFailedWith(Class<? extends Throwable> type) {
		List<RecordedExecution> executions = this.actual.executions();
		Throwable thrown = executions.isEmpty() ? null : executions.get(executions.size() - 1).exception();
		if (!type.isInstance(thrown)) {
			failWithMessage("expected the last execution of %s to have thrown %s, but it threw %s%s", this.actual,
					type.getName(), thrown, summary());
		}
		return Assertions.assertThat(thrown);
	}

	/**
	 * Verifies which items were executed, one for each attempt, in the order of their
	 * ends.
	 * @param items the items
	 * @return this
	 */
	public WorkerAssert hasSeenItems(Object... items) {
		Assertions.assertThat(this.actual.items()).as("items that %s has executed", this.actual).containsExactly(items);
		return this;
	}

	/**
	 * Verifies that it is started.
	 * @return this
	 */
	public WorkerAssert isStarted() {
		return hasState(WorkerState.STARTED);
	}

	/**
	 * Verifies that it is stopped and nothing of it runs.
	 * @return this
	 */
	public WorkerAssert isStopped() {
		return hasState(WorkerState.STOPPED);
	}

	/**
	 * Verifies that an execution is in progress.
	 * @return this
	 */
	public WorkerAssert isExecuting() {
		if (this.actual.handle().snapshot().current().isEmpty()) {
			failWithMessage("expected %s to be executing, but it is not%s", this.actual, summary());
		}
		return this;
	}

	/**
	 * Verifies the state.
	 * @param state the state
	 * @return this
	 */
	public WorkerAssert hasState(WorkerState state) {
		WorkerState found = this.actual.handle().state();
		if (found != state) {
			failWithActualExpectedAndMessage(found, state, "expected worker '%s' to be %s, but it is %s%s",
					this.actual.handle().name(), state, found, summary());
		}
		return this;
	}

	/**
	 * Verifies the items of the dead letters.
	 * @param items the items, in any order
	 * @return this
	 */
	public WorkerAssert hasDeadLetters(Object... items) {
		List<?> dead = requireQueue().deadLetters().list(Math.max(MOST_DEAD, items.length + 1));
		Assertions.assertThat(dead)
			.as("items of the dead letters of %s", this.actual)
			.map((letter) -> (Object) ((DeadLetter<?>) letter).item())
			.containsExactlyInAnyOrder(items);
		return this;
	}

	/**
	 * Verifies that there is no dead letter.
	 * @return this
	 */
	public WorkerAssert hasNoDeadLetters() {
		return hasDeadLetters();
	}

	private BackgroundQueueWorker<?> requireQueue() {
		if (this.actual.handle() instanceof BackgroundQueueWorker<?> queue) {
			return queue;
		}
		throw failure("%s has no queue; only queue workers have items and dead letters", this.actual);
	}

	private WorkerAssert requireExecutions(String what, int times, Predicate<ExecutionStatus> counted) {
		return requireCount(what, times,
				this.actual.executions().stream().filter((execution) -> counted.test(execution.status())).count());
	}

	private WorkerAssert requireCount(String what, long expected, long found) {
		if (found != expected) {
			failWithActualExpectedAndMessage(found, expected, "expected %s to %s, but it was %d%s", this.actual,
					what.formatted(expected), found, summary());
		}
		return this;
	}

	/** What a reader of the failure wants to know next. */
	private String summary() {
		StringBuilder text = new StringBuilder("; items put: %d, waiting: %d, triggers: %d, executions: "
			.formatted(this.actual.puts(), this.actual.waiting(), this.actual.triggers()));
		List<RecordedExecution> executions = this.actual.executions();
		text.append(executions.size());
		Throwable last = lastException(executions);
		if (last != null) {
			text.append(", last exception: ").append(last);
		}
		return text.toString();
	}

	private static @Nullable Throwable lastException(List<RecordedExecution> executions) {
		for (int i = executions.size() - 1; i >= 0; i--) {
			Throwable exception = executions.get(i).exception();
			if (exception != null) {
				return exception;
			}
		}
		return null;
	}

}
