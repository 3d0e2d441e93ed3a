package io.atasker.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * However the methods of {@link MemoryDeadLetters} meet, the outcome is that of some
 * order of the same calls: no letter is redriven twice, or redriven and purged.
 */
@Tag("lincheck")
class MemoryDeadLettersLincheckTests {

	@Test
	void callsThatMeetHaveAnOrder() {
		new StressOptions().sequentialSpecification(Model.class)
			.iterations(10)
			.invocationsPerIteration(300)
			.threads(2)
			.actorsBefore(0)
			.actorsPerThread(4)
			.actorsAfter(2)
			.minimizeFailedScenario(false)
			.check(Letters.class);
	}

	/**
	 * The letters 1 to 3 as Lincheck calls them.
	 */
	@Param(name = "id", gen = IntGen.class, conf = "1:3")
	public static class Letters {

		private final MemoryDeadLetters<Integer> letters = threeLetters();

		private static MemoryDeadLetters<Integer> threeLetters() {
			MemoryDeadLetters<Integer> letters = new MemoryDeadLetters<>("q", (letter) -> true);
			for (int id = 1; id <= 3; id++) {
				letters.add("" + id, id, 1, Instant.EPOCH, "");
			}
			return letters;
		}

		@Operation
		public boolean redrive(@Param(name = "id") int id) {
			return this.letters.redrive("" + id);
		}

		@Operation
		public boolean purge(@Param(name = "id") int id) {
			return this.letters.purge("" + id);
		}

		@Operation
		public int purgeAll() {
			return this.letters.purgeAll();
		}

		@Operation
		public int size() {
			return this.letters.size();
		}

		@Operation
		public List<Integer> list() {
			return this.letters.list(9).stream().map(DeadLetter::item).toList();
		}

	}

	/**
	 * The same for one thread.
	 */
	public static class Model {

		private final TreeSet<Integer> letters = new TreeSet<>(List.of(1, 2, 3));

		public boolean redrive(int id) {
			return this.letters.remove(id);
		}

		public boolean purge(int id) {
			return this.letters.remove(id);
		}

		public int purgeAll() {
			int purged = this.letters.size();
			this.letters.clear();
			return purged;
		}

		public int size() {
			return this.letters.size();
		}

		public List<Integer> list() {
			return new ArrayList<>(this.letters.descendingSet());
		}

	}

}
