package io.atasker.cluster.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.atasker.cluster.jdbc.QueueTable.PickedRow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Rows that are deleted together, at a database that does what the test says.
 */
class RemovalsTests {

	/** What the threads wait for is asked in another one. */
	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final List<List<String>> statements = Collections.synchronizedList(new ArrayList<>());

	/** What the database answers to the next statements. */
	private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();

	private final Removals removals = new Removals(this::ask, Duration.ofMinutes(1));

	private boolean[] ask(List<PickedRow> rows) {
		this.statements.add(rows.stream().map(PickedRow::key).toList());
		try {
			return this.answers.take().to(rows);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@AfterEach
	void end() {
		this.threads.shutdownNow();
	}

	private static PickedRow row(String key) {
		return new PickedRow("q", key, 1);
	}

	private static boolean[] allThere(List<PickedRow> rows) {
		boolean[] there = new boolean[rows.size()];
		Arrays.fill(there, true);
		return there;
	}

	/**
	 * Begins to remove a row in a thread of its own, and waits until that stands in the
	 * line.
	 */
	private CompletableFuture<Boolean> remove(String key) {
		return remove(this.removals, key);
	}

	private CompletableFuture<Boolean> remove(Removals removals, String key) {
		CompletableFuture<Boolean> outcome = new CompletableFuture<>();
		Thread[] thread = new Thread[1];
		CountDownLatch begun = new CountDownLatch(1);
		this.threads.execute(() -> {
			thread[0] = Thread.currentThread();
			begun.countDown();
			try {
				outcome.complete(removals.remove(row(key)));
			}
			catch (RuntimeException ex) {
				outcome.completeExceptionally(ex);
			}
		});
		await().until(() -> begun.getCount() == 0 && (outcome.isDone() || isWaiting(thread[0])));
		return outcome;
	}

	private static boolean isWaiting(Thread thread) {
		return thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING;
	}

	@Test
	void whoComesAloneDeletesAtOnce() {
		this.answers.add(RemovalsTests::allThere);
		assertThat(this.removals.remove(row("a"))).isTrue();
		this.answers.add((rows) -> new boolean[1]);
		assertThat(this.removals.remove(row("b"))).isFalse();
		assertThat(this.statements).containsExactly(List.of("a"), List.of("b"));
	}

	@Test
	void thoseThatComeMeanwhileAreDeletedTogetherAndEachIsToldOfItsOwn() {
		CompletableFuture<Boolean> first = remove("a");
		List<CompletableFuture<Boolean>> others = Stream.of("b", "c", "d").map(this::remove).toList();
		assertThat(this.statements).containsExactly(List.of("a"));
		this.answers.add(RemovalsTests::allThere);
		assertThat(first.join()).isTrue();
		await().until(() -> this.statements.size() == 2);
		assertThat(others).noneMatch(CompletableFuture::isDone);
		this.answers.add((rows) -> new boolean[] { true, false, true });
		assertThat(others.stream().map(CompletableFuture::join)).containsExactly(true, false, true);
		assertThat(this.statements).containsExactly(List.of("a"), List.of("b", "c", "d"));
	}

	@Test
	void longLineIsDividedAndNobodyIsForgotten() {
		CompletableFuture<Boolean> first = remove("first");
		List<CompletableFuture<Boolean>> others = IntStream.range(0, 120).mapToObj((i) -> remove("r" + i)).toList();
		IntStream.range(0, 3).forEach((i) -> this.answers.add(RemovalsTests::allThere));
		assertThat(first.join()).isTrue();
		assertThat(others.stream().map(CompletableFuture::join)).hasSize(120).containsOnly(true);
		assertThat(this.statements.stream().map(List::size)).containsExactly(1, 100, 20);
	}

	@Test
	void whatTheDatabaseThrowsIsThrownAtAllThatItMetAndNobodyElse() {
		CompletableFuture<Boolean> first = remove("a");
		List<CompletableFuture<Boolean>> others = Stream.of("b", "c").map(this::remove).toList();
		this.answers.add((rows) -> {
			throw new StackOverflowError("deep");
		});
		assertThatThrownBy(first::join).hasMessageContaining("deleted")
			.hasRootCauseInstanceOf(StackOverflowError.class);
		this.answers.add((rows) -> {
			throw new IllegalStateException("gone away");
		});
		assertThat(others).allSatisfy((other) -> assertThatThrownBy(other::join).hasRootCauseMessage("gone away"));
		this.answers.add(RemovalsTests::allThere);
		assertThat(this.removals.remove(row("d"))).isTrue();
	}

	@Test
	void interruptDoesNotEndTheWaitAndIsKept() throws Exception {
		CompletableFuture<Boolean> first = remove("a");
		CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			boolean there = this.removals.remove(row("b"));
			interrupted.complete(there && Thread.currentThread().isInterrupted());
		});
		thread.start();
		await().until(() -> isWaiting(thread));
		thread.interrupt();
		this.answers.add(RemovalsTests::allThere);
		assertThat(first.get(60, TimeUnit.SECONDS)).isTrue();
		CompletableFuture<Boolean> last = remove("c");
		this.answers.add(RemovalsTests::allThere);
		this.answers.add(RemovalsTests::allThere);
		assertThat(interrupted.get(60, TimeUnit.SECONDS)).isTrue();
		assertThat(last.get(60, TimeUnit.SECONDS)).isTrue();
	}

	/** Or the wait for a connection would end. */
	@Test
	void databaseIsAskedWithoutTheInterrupt() {
		AtomicBoolean seen = new AtomicBoolean();
		Removals asking = new Removals((rows) -> {
			seen.set(Thread.currentThread().isInterrupted());
			return allThere(rows);
		}, Duration.ofMinutes(1));
		Thread.currentThread().interrupt();
		assertThat(asking.remove(row("a"))).isTrue();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(seen).isFalse();
	}

	/** As if its connection was cut, or somebody had locked its row. */
	@Test
	void oneThatHangsAtTheDatabaseHoldsUpOthersForAWhileOnly() {
		Removals impatient = new Removals((rows) -> rows.get(0).key().equals("a") ? ask(rows) : allThere(rows),
				Duration.ofMillis(100));
		CompletableFuture<Boolean> first = remove(impatient, "a");
		List<CompletableFuture<Boolean>> others = Stream.of("b", "c").map((key) -> remove(impatient, key)).toList();
		assertThat(others.stream().map(CompletableFuture::join)).containsOnly(true);
		long before = System.nanoTime();
		for (int i = 0; i < 500; i++) {
			assertThat(impatient.remove(row("d"))).isTrue();
		}
		// Nobody waits for it any more: 500 times 100 ms would be longer.
		assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(25));
		assertThat(first).isNotDone();
		this.answers.add(RemovalsTests::allThere);
		assertThat(first.join()).isTrue();
		assertThat(impatient.remove(row("e"))).isTrue();
	}

	@Test
	void eachRowIsDeletedOnceUnderLoad() throws Exception {
		Set<String> rows = ConcurrentHashMap.newKeySet();
		int number = 20_000;
		IntStream.range(0, number).forEach((i) -> rows.add("r" + i));
		Removals loaded = new Removals((together) -> {
			boolean[] there = new boolean[together.size()];
			for (int i = 0; i < there.length; i++) {
				there[i] = rows.remove(together.get(i).key());
			}
			return there;
		}, Duration.ofNanos(1000));
		List<CompletableFuture<Boolean>> halves = IntStream.range(0, 8)
			.mapToObj((thread) -> CompletableFuture.supplyAsync(() -> IntStream.range(0, number)
				.filter((i) -> i % 8 == thread)
				.allMatch((i) -> loaded.remove(row("r" + i))), this.threads))
			.toList();
		for (CompletableFuture<Boolean> half : halves) {
			assertThat(half.get(60, TimeUnit.SECONDS)).isTrue();
		}
		assertThat(rows).isEmpty();
	}

	/** What a database does with a statement. */
	private interface Answer {

		boolean[] to(List<PickedRow> rows);

	}

}
