package io.atasker.worker;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * However triggers, runs that take them and withdrawals meet, the outcome is that of some
 * order of the same calls.
 */
@Tag("lincheck")
public class TriggerWordLincheckTests {

	private final TriggerWord word = new TriggerWord();

	@Operation
	public long add() {
		return this.word.add();
	}

	@Operation
	public long take() {
		return this.word.take();
	}

	@Operation
	public boolean takeOne() {
		return this.word.takeOne();
	}

	@Operation
	public boolean isPending() {
		return this.word.isPending();
	}

	@Test
	void holdsInEveryInterleavingThatTheModelCheckerTries() {
		new ModelCheckingOptions().sequentialSpecification(Model.class)
			.iterations(10)
			.invocationsPerIteration(200)
			.threads(3)
			.actorsBefore(2)
			.actorsPerThread(2)
			.actorsAfter(2)
			.check(TriggerWordLincheckTests.class);
	}

	@Test
	void holdsUnderStress() {
		new StressOptions().sequentialSpecification(Model.class)
			.iterations(10)
			.invocationsPerIteration(300)
			.threads(3)
			.actorsBefore(2)
			.actorsPerThread(3)
			.actorsAfter(2)
			.check(TriggerWordLincheckTests.class);
	}

	/**
	 * A plain number.
	 */
	public static class Model {

		private long pending;

		public long add() {
			return this.pending++;
		}

		public long take() {
			long taken = this.pending;
			this.pending = 0;
			return taken;
		}

		public boolean takeOne() {
			boolean there = this.pending > 0;
			this.pending -= there ? 1 : 0;
			return there;
		}

		public boolean isPending() {
			return this.pending != 0;
		}

	}

}
