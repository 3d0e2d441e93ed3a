package io.atasker.supervisor;

/** A task that does nothing and is known by its name. */
final class NamedTask extends PoolTask {

	private final String name;

	NamedTask(String name) {
		this.name = name;
	}

	@Override
	protected String name() {
		return this.name;
	}

	@Override
	protected boolean run() {
		return false;
	}

	@Override
	protected Priority requeuePriority() {
		return Priority.NORMAL;
	}

	@Override
	public String toString() {
		return this.name;
	}

}
