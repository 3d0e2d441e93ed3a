package io.atasker.test;

import java.util.List;
import java.util.Objects;

import io.atasker.worker.BackgroundQueueWorker;
import io.atasker.worker.BackgroundWorker;
import org.assertj.core.api.AssertProvider;

/**
 * A worker and what has happened to it since the test began. AssertJ's {@code assertThat}
 * takes it.
 */
public final class TestedWorker implements AssertProvider<WorkerAssert> {

	private final BackgroundWorker handle;

	private final Recorder recorder;

	TestedWorker(BackgroundWorker handle, Recorder recorder) {
		this.handle = handle;
		this.recorder = recorder;
	}

	/**
	 * Returns the worker.
	 * @return the handle
	 */
	public BackgroundWorker handle() {
		return this.handle;
	}

	/**
	 * Returns the executions that have ended, the last 10 000 at most.
	 * @return the executions, oldest first
	 */
	public List<RecordedExecution> executions() {
		return this.recorder.of(this.handle).executions();
	}

	/**
	 * Returns the items that were executed, one for each attempt.
	 * @return the items in the order of their ends
	 */
	public List<Object> items() {
		return executions().stream()
			.map(RecordedExecution::item)
			.filter(Objects::nonNull)
			.<Object>map((item) -> item)
			.toList();
	}

	/**
	 * Returns how many items were accepted; in a transaction before its commit.
	 * @return the number
	 */
	public long puts() {
		return this.recorder.of(this.handle).puts();
	}

	/**
	 * Returns how many triggers were accepted, merged ones included; in a transaction
	 * before its commit.
	 * @return the number
	 */
	public long triggers() {
		return this.recorder.of(this.handle).triggers();
	}

	/**
	 * Returns how many items wait.
	 * @return the number, 0 if it is not a queue worker
	 */
	public long waiting() {
		return (this.handle instanceof BackgroundQueueWorker<?> queue) ? queue.size() : 0;
	}

	@Override
	public WorkerAssert assertThat() {
		return new WorkerAssert(this);
	}

	@Override
	public String toString() {
		return "worker '%s' (%s, %s)".formatted(this.handle.name(), this.handle.type(), this.handle.state());
	}

}
