package io.atasker.benchmarks;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Where items end. One thread at a time writes, anybody reads how many have come.
 */
final class Sink {

	private static final VarHandle COUNT;

	static {
		try {
			COUNT = MethodHandles.lookup().findVarHandle(Sink.class, "count", long.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	// Keeps what the reader reads off the lines of other objects.
	@SuppressWarnings("unused")
	private long b0;

	@SuppressWarnings("unused")
	private long b1;

	@SuppressWarnings("unused")
	private long b2;

	@SuppressWarnings("unused")
	private long b3;

	@SuppressWarnings("unused")
	private long b4;

	@SuppressWarnings("unused")
	private long b5;

	@SuppressWarnings("unused")
	private long b6;

	@SuppressWarnings("unused")
	private long b7;

	private long count;

	private long sum;

	void accept(Item item) {
		this.sum += item.value;
		COUNT.setOpaque(this, this.count + 1);
	}

	long count() {
		return (long) COUNT.getOpaque(this);
	}

	long sum() {
		return this.sum;
	}

}
