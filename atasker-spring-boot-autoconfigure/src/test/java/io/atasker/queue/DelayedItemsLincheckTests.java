package io.atasker.queue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.atasker.time.ManualTime;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * However the methods of {@link DelayedItems} meet, the outcome is that of some order of
 * the same calls.
 */
@Tag("lincheck")
class DelayedItemsLincheckTests {

	@Test
	void callsThatMeetHaveAnOrder() {
		new StressOptions().sequentialSpecification(Model.class)
			.iterations(10)
			.invocationsPerIteration(300)
			.threads(2)
			.actorsBefore(2)
			.actorsPerThread(3)
			.actorsAfter(2)
			.minimizeFailedScenario(false)
			.check(Delayed.class);
	}

	/**
	 * The items as Lincheck calls them; each is its own delay.
	 */
	@Param(name = "item", gen = IntGen.class, conf = "1:9")
	public static class Delayed {

		private final ManualTime time = new ManualTime();

		private final DelayedItems<Integer> items = new DelayedItems<>(this.time, this.time.openTimers(Thread::new),
				(item) -> {
				});

		@Operation
		public void add(@Param(name = "item") int item) {
			this.items.add(item, 2_000_000_000L + item);
		}

		@Operation
		public int size() {
			return this.items.size();
		}

		@Operation
		public List<Integer> list() {
			return this.items.list();
		}

		@Operation
		public List<Integer> drain() {
			return this.items.drain();
		}

		@Operation
		public long nextDue() {
			return this.items.nextDue().orElse(0);
		}

		@Operation
		public int armed() {
			return this.time.armed();
		}

	}

	/**
	 * The same for one thread.
	 */
	public static class Model {

		private final List<Integer> items = new ArrayList<>();

		public void add(int item) {
			this.items.add(item);
			this.items.sort(Comparator.naturalOrder());
		}

		public int size() {
			return this.items.size();
		}

		public List<Integer> list() {
			return List.copyOf(this.items);
		}

		public List<Integer> drain() {
			List<Integer> drained = list();
			this.items.clear();
			return drained;
		}

		public long nextDue() {
			return this.items.isEmpty() ? 0 : 2_000_000_000L + this.items.get(0);
		}

		public int armed() {
			return this.items.isEmpty() ? 0 : 1;
		}

	}

}
