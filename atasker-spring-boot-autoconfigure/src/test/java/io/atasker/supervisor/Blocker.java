package io.atasker.supervisor;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A task that runs until it is let go, or interrupted. */
class Blocker extends PoolTask {

	private final String name;

	private final CountDownLatch begun = new CountDownLatch(1);

	private final CountDownLatch letGo = new CountDownLatch(1);

	private final CountDownLatch ended = new CountDownLatch(1);

	volatile boolean again;

	volatile boolean rejected;

	volatile Thread thread;

	Blocker(String name) {
		this.name = name;
	}

	@Override
	protected String name() {
		return this.name;
	}

	@Override
	protected boolean run() {
		this.thread = Thread.currentThread();
		this.begun.countDown();
		try {
			this.letGo.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.ended.countDown();
		return this.again;
	}

	@Override
	protected Priority requeuePriority() {
		return Priority.NORMAL;
	}

	@Override
	protected void rejected() {
		this.rejected = true;
	}

	void letGo() {
		this.letGo.countDown();
	}

	boolean isLetGo() {
		return this.letGo.getCount() == 0;
	}

	boolean hasBegun() {
		return this.begun.getCount() == 0;
	}

	boolean hasEnded() {
		return this.ended.getCount() == 0;
	}

	void awaitBegin() {
		await(this.begun, "begin");
	}

	void awaitEnd() {
		await(this.ended, "end");
	}

	private void await(CountDownLatch latch, String what) {
		try {
			if (!latch.await(60, TimeUnit.SECONDS)) {
				throw new AssertionError("'%s' did not %s".formatted(this.name, what));
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
