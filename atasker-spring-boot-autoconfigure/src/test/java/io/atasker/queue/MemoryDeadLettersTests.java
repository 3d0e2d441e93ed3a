package io.atasker.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Level;
import io.atasker.testsupport.LogCapture;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link MemoryDeadLetters} and {@link DeadLetter}.
 */
class MemoryDeadLettersTests {

	private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

	private final List<String> queue = new ArrayList<>();

	private Predicate<DeadLetter<String>> redriver = (letter) -> this.queue.add(letter.item());

	private final MemoryDeadLetters<String> letters = new MemoryDeadLetters<>("mails", 4,
			(letter) -> this.redriver.test(letter));

	@Test
	void lettersAreListedNewestFirst() {
		add("a", "b", "c");
		assertThat(this.letters.list(10)).extracting(DeadLetter::id).containsExactly("c", "b", "a");
		assertThat(this.letters.list(2)).extracting(DeadLetter::item).containsExactly("item c", "item b");
		assertThat(this.letters.list(0)).isEmpty();
		assertThat(this.letters.list(-1)).isEmpty();
		assertThat(this.letters.list(1).get(0)).isEqualTo(new DeadLetter<>("c", "item c", 3, NOON, "went wrong"));
	}

	@Test
	void oldestAreDroppedAndCounted() {
		add("a", "b", "c", "d", "e", "f");
		assertThat(this.letters.size()).isEqualTo(4);
		assertThat(this.letters.dropped()).isEqualTo(2);
		assertThat(ids()).containsExactly("f", "e", "d", "c");
	}

	@Test
	void firstThatIsDroppedIsTold() {
		try (LogCapture log = LogCapture.of(MemoryDeadLetters.class)) {
			add("a", "b", "c", "d");
			assertThat(log.messages(Level.WARN)).isEmpty();
			add("e", "f", "g");
			assertThat(log.messages(Level.WARN))
				.containsExactly("Queue 'mails' has had more than 4 dead letters: the oldest are lost, 1 by now");
			IntStream.range(0, 7).forEach((i) -> add("more" + i));
			assertThat(log.messages(Level.WARN)).hasSize(2).last().asString().endsWith("10 by now");
		}
	}

	@Test
	void redrivenLetterIsInTheQueueOnly() {
		add("a", "b");
		assertThat(this.letters.redrive("a")).isTrue();
		assertThat(this.queue).containsExactly("item a");
		assertThat(ids()).containsExactly("b");
		assertThat(this.letters.redrive("a")).isFalse();
		assertThat(this.letters.redrive("unknown")).isFalse();
	}

	@Test
	void refusedLetterStaysWhereItWas() {
		add("a", "b", "c");
		this.redriver = (letter) -> false;
		assertThat(this.letters.redrive("b")).isFalse();
		assertThat(ids()).containsExactly("c", "b", "a");
		assertThat(this.letters.size()).isEqualTo(3);
	}

	@Test
	void letterStaysAndTheCallerIsToldWhenTheQueueThrows() {
		add("a");
		this.redriver = (letter) -> {
			throw new QueueFullException("q", 1, 1);
		};
		assertThatExceptionOfType(QueueFullException.class).isThrownBy(() -> this.letters.redrive("a"));
		assertThat(ids()).containsExactly("a");
		assertThat(this.letters.redriveAll()).isZero();
		assertThat(ids()).containsExactly("a");
	}

	@Test
	void allAreRedrivenTheOldestFirstAndTheRefusedStay() {
		add("a", "b", "c", "d");
		this.redriver = (letter) -> !letter.id().equals("b") && this.queue.add(letter.item());
		assertThat(this.letters.redriveAll()).isEqualTo(3);
		assertThat(this.queue).containsExactly("item a", "item c", "item d");
		assertThat(ids()).containsExactly("b");
	}

	@Test
	void letterOnItsWayIsNowhereElse() {
		add("a", "b");
		this.redriver = (letter) -> {
			assertThat(ids()).containsExactly("b");
			assertThat(this.letters.size()).isOne();
			assertThat(this.letters.redrive("a")).isFalse();
			assertThat(this.letters.purge("a")).isFalse();
			assertThat(this.letters.purgeAll()).isOne();
			return false;
		};
		assertThat(this.letters.redrive("a")).isFalse();
		assertThat(ids()).containsExactly("a");
	}

	@Test
	void letterOnItsWayKeepsItsPlaceHoweverManyCome() {
		add("a", "b", "c", "d");
		this.redriver = (letter) -> {
			add("e", "f");
			return false;
		};
		this.letters.redrive("a");
		assertThat(ids()).containsExactly("f", "e", "d", "a");
		assertThat(this.letters.dropped()).isEqualTo(2);
	}

	@Test
	void purgedLettersAreGone() {
		add("a", "b", "c");
		assertThat(this.letters.purge("b")).isTrue();
		assertThat(this.letters.purge("b")).isFalse();
		assertThat(this.letters.purgeAll()).isEqualTo(2);
		assertThat(this.letters.list(10)).isEmpty();
		assertThat(this.queue).isEmpty();
	}

	@Test
	void sameIdTwiceGivesTwoLetters() {
		add("a", "a", "a");
		assertThat(ids()).hasSize(3).doesNotHaveDuplicates().contains("a");
		assertThat(this.letters.redriveAll()).isEqualTo(3);
		assertThat(this.queue).containsExactly("item a", "item a", "item a");
	}

	@Test
	void errorIsCutOff() {
		String text = "x".repeat(1023) + "\uD83D\uDE00" + "y";
		assertThat(new DeadLetter<>("a", 1, 1, NOON, text).error()).isEqualTo("x".repeat(1023));
		assertThat(DeadLetter.describe(new IllegalStateException("y".repeat(5000)))).hasSize(1024)
			.startsWith("java.lang.IllegalStateException: yyy");
	}

	@Test
	void errorWithoutWordsIsStillDescribed() {
		assertThat(DeadLetter.describe(null)).isEmpty();
		RuntimeException mean = new RuntimeException() {
			@Override
			public String getMessage() {
				throw new IllegalStateException("no");
			}
		};
		assertThat(DeadLetter.describe(mean)).isEqualTo(mean.getClass().getName());
		RuntimeException endless = new RuntimeException() {
			@Override
			public String getMessage() {
				return getMessage();
			}
		};
		assertThat(DeadLetter.describe(endless)).isEqualTo(endless.getClass().getName());
	}

	@Test
	void limitIsAtLeastOne() {
		assertThatIllegalArgumentException().isThrownBy(() -> new MemoryDeadLetters<>("q", 0, (letter) -> true));
	}

	/**
	 * Some redrive, some purge, the queue refuses now and then: each item ends up once.
	 */
	@Test
	void noItemIsLostOrDoubledWhenManyThreadsRedriveAndPurge() throws Exception {
		int items = 2000;
		AtomicInteger calls = new AtomicInteger();
		AtomicInteger redriven = new AtomicInteger();
		MemoryDeadLetters<Integer> many = new MemoryDeadLetters<>("q", items,
				(letter) -> calls.incrementAndGet() % 3 != 0 && redriven.incrementAndGet() > 0);
		for (int i = 0; i < items; i++) {
			many.add("id" + i, i, 1, NOON, "");
		}
		AtomicInteger answered = new AtomicInteger();
		AtomicInteger purged = new AtomicInteger();
		ExecutorService threads = Executors.newFixedThreadPool(4);
		List<Future<?>> running = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			running.add(threads.submit(() -> answered.addAndGet(many.redriveAll())));
		}
		running.add(threads.submit(() -> {
			for (int i = 0; i < items; i += 2) {
				purged.addAndGet(many.purge("id" + i) ? 1 : 0);
			}
		}));
		for (Future<?> each : running) {
			each.get();
		}
		threads.shutdownNow();
		assertThat(answered).hasValue(redriven.get());
		assertThat(redriven.get() + purged.get() + many.size()).isEqualTo(items);
		assertThat(many.list(items)).hasSize(many.size());
	}

	private void add(String... ids) {
		for (String id : ids) {
			this.letters.add(id, "item " + id, 3, NOON, "went wrong");
		}
	}

	private List<String> ids() {
		return this.letters.list(100).stream().map(DeadLetter::id).toList();
	}

}
