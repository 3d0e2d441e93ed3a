package io.atasker.supervisor;

/** A task that does nothing. */
final class IdleTask extends PoolTask {

	@Override
	protected String name() {
		return "idle";
	}

	@Override
	protected boolean run() {
		return false;
	}

	@Override
	protected Priority requeuePriority() {
		return Priority.LOW;
	}

}
