package io.atasker.test;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.atasker.worker.BackgroundQueueWorker;
import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.ExecutionCause;
import io.atasker.worker.ExecutionObserver;
import io.atasker.worker.ExecutionStatus;
import io.atasker.worker.WorkContext;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what happens to workers: the last executions of each, and how often something
 * was put to it or triggered it.
 */
final class Recorder implements ExecutionObserver {

	/** Executions that are remembered of a worker. */
	private static final int MOST = 10_000;

	private final Map<String, Record> records = new ConcurrentHashMap<>();

	Record of(BackgroundWorker worker) {
		return this.records.computeIfAbsent(worker.name(), (name) -> new Record());
	}

	void forget() {
		this.records.clear();
	}

	/** Called for what is accepted only, in a transaction before its commit. */
	@Override
	public @Nullable Object capture(BackgroundWorker worker) {
		of(worker).asked(worker instanceof BackgroundQueueWorker);
		return null;
	}

	@Override
	public ObservedExecution begin(WorkContext context, @Nullable Object captured) {
		Record record = of(context.worker());
		String taskId = context.taskId();
		ExecutionCause cause = context.cause();
		Object item = context.item();
		int attempt = context.attempt();
		return new ObservedExecution() {
			@Override
			public void end(ExecutionStatus status, @Nullable Throwable thrown) {
				record.ended(new RecordedExecution(taskId, cause, item, attempt, status, thrown));
			}
		};
	}

	/**
	 * What has happened to one worker.
	 */
	static final class Record {

		@GuardedBy("this")
		private final Deque<RecordedExecution> executions = new ArrayDeque<>();

		@GuardedBy("this")
		private long puts;

		@GuardedBy("this")
		private long triggers;

		private synchronized void asked(boolean put) {
			if (put) {
				this.puts++;
			}
			else {
				this.triggers++;
			}
		}

		private synchronized void ended(RecordedExecution execution) {
			if (this.executions.size() == MOST) {
				this.executions.removeFirst();
			}
			this.executions.add(execution);
		}

		synchronized List<RecordedExecution> executions() {
			return List.copyOf(this.executions);
		}

		synchronized long puts() {
			return this.puts;
		}

		synchronized long triggers() {
			return this.triggers;
		}

	}

}
