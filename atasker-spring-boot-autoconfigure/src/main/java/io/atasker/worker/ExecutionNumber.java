package io.atasker.worker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Numbers the executions of a strand: odd while user code runs, even between two of them.
 * The thread that has the strand's turn is its only writer, and writes it opaquely, so
 * that anybody may read it at no cost for an execution.
 */
final class ExecutionNumber {

	private static final VarHandle VALUE;

	static {
		try {
			VALUE = MethodHandles.lookup().findVarHandle(ExecutionNumber.class, "value", long.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private long value;

	void begin() {
		VALUE.setOpaque(this, this.value + 1);
	}

	void end() {
		VALUE.setOpaque(this, this.value + 1);
	}

	/** Returns the number, for the writer. */
	long own() {
		return this.value;
	}

	/** Returns the number, for anybody. */
	long get() {
		return (long) VALUE.getOpaque(this);
	}

}
