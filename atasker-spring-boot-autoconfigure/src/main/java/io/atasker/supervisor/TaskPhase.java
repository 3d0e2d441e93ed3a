package io.atasker.supervisor;

/**
 * Where an {@link OwnTask} is in its life, in finer steps than its {@link TaskState}.
 */
enum TaskPhase {

	DELAYED(TaskState.DELAYED), QUEUED(TaskState.QUEUED),

	/** Cancelled before it began. */
	WITHDRAWN(TaskState.CANCELLED),

	STARTED(TaskState.STARTED), INTERRUPTING(TaskState.CANCELLED), SUCCEEDED(TaskState.SUCCEEDED),
	FAILED(TaskState.FAILED),

	/** Cancelled while it ran. */
	CANCELLED(TaskState.CANCELLED);

	private final TaskState state;

	TaskPhase(TaskState state) {
		this.state = state;
	}

	TaskState state() {
		return this.state;
	}

	boolean isBegun() {
		return ordinal() >= STARTED.ordinal();
	}

}
