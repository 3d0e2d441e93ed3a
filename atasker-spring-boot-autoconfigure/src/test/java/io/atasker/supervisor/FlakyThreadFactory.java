package io.atasker.supervisor;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** Makes threads, or none, or throws, as it is told for each call. */
final class FlakyThreadFactory implements ThreadFactory {

	private final AtomicInteger calls = new AtomicInteger();

	private final IntFunction<Fault> faults;

	FlakyThreadFactory(IntFunction<Fault> faults) {
		this.faults = faults;
	}

	@Override
	public Thread newThread(Runnable work) {
		int call = this.calls.getAndIncrement();
		switch (this.faults.apply(call)) {
			case NULL -> {
				return null;
			}
			case ERROR -> throw new OutOfMemoryError("unable to create native thread: synthetic");
			case EXCEPTION -> throw new IllegalStateException("synthetic");
			case UNSTARTABLE -> {
				return new Thread(work) {
					@Override
					public void start() {
						throw new OutOfMemoryError("unable to create native thread: synthetic");
					}
				};
			}
			default -> {
				Thread thread = new Thread(work, "atasker-flaky-" + call);
				thread.setDaemon(true);
				return thread;
			}
		}
	}

	int calls() {
		return this.calls.get();
	}

	enum Fault {

		NONE, NULL, ERROR, EXCEPTION, UNSTARTABLE

	}

}
