package io.atasker.process;

import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Starts and ends children on threads of their own, since both take their time. Safe from
 * any thread.
 */
final class ChildStarter {

	private final ChildSource source;

	private final BooleanSupplier wanted;

	private final BiConsumer<@Nullable Child, @Nullable Throwable> outcome;

	/**
	 * Makes a starter.
	 * @param source makes children and threads
	 * @param wanted whether children are wanted at all
	 * @param outcome is told of each start what it has come to, on whichever thread: a
	 * child, or why there is none
	 */
	ChildStarter(ChildSource source, BooleanSupplier wanted, BiConsumer<@Nullable Child, @Nullable Throwable> outcome) {
		this.source = source;
		this.wanted = wanted;
		this.outcome = outcome;
	}

	void start(int count) {
		for (int i = 0; i < count; i++) {
			try {
				this.source.thread(this::launch).start();
			}
			catch (Throwable ex) {
				this.outcome.accept(null, ex);
			}
		}
	}

	private void launch() {
		Child child = null;
		Throwable failure = null;
		try {
			child = this.source.launch(this.wanted);
		}
		catch (Throwable ex) {
			failure = ex;
		}
		this.outcome.accept(child, failure);
	}

	/** Ends what is being started. */
	void abandon() {
		this.source.abandon();
	}

	/** Ends a child, for who must not wait. */
	void end(Child child) {
		try {
			this.source.thread(child::kill).start();
		}
		catch (Throwable ex) {
			child.kill();
		}
	}

}
