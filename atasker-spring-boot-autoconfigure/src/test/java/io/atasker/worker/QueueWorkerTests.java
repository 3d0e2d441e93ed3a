package io.atasker.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.atasker.queue.DeadLetter;
import io.atasker.queue.QueueFullException;
import io.atasker.supervisor.Priority;
import io.atasker.supervisor.ShutdownPolicy;
import io.atasker.supervisor.ShutdownReport;
import io.atasker.testsupport.LeakGuard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for queue workers in memory.
 */
@ExtendWith(LeakGuard.class)
class QueueWorkerTests {

	private final Engine engine = new Engine();

	private final List<Object> seen = new CopyOnWriteArrayList<>();

	@AfterEach
	void close() {
		this.engine.close();
	}

	private WorkerBuilder<String, BackgroundQueueWorker<String>> define() {
		return this.engine.workers.define("items").queue(String.class).executor((item, context) -> this.seen.add(item));
	}

	@Test
	void itemsPutBeforeTheStartAndWhileStoppedWait() {
		BackgroundQueueWorker<String> worker = define().register();
		worker.put("a");
		this.engine.supervisor.start();
		this.engine.settle();
		worker.stop();
		worker.put("b");
		assertThat(worker.size()).isOne();
		worker.start();
		await().until(() -> this.seen.size() == 2);
		assertThat(this.seen).containsExactly("a", "b");
	}

	@Test
	void fullQueueRefusesWithAClearText() {
		BackgroundQueueWorker<String> worker = define().capacity(2).register();
		worker.put("a");
		assertThat(worker.offer("b")).isTrue();
		assertThat(worker.offer("c")).isFalse();
		assertThatExceptionOfType(QueueFullException.class).isThrownBy(() -> worker.put("c"))
			.withMessageContaining("items")
			.withMessageContaining("capacity is 2");
	}

	@Test
	void nullIsRefusedAtTheCaller() {
		BackgroundQueueWorker<String> worker = define().register();
		assertThatNullPointerException().isThrownBy(() -> worker.put(null));
	}

	@Test
	void delayedItemWaitsAndCountsInTheSize() {
		this.engine.supervisor.start();
		BackgroundQueueWorker<String> worker = define().register();
		worker.put("later", PutOptions.delayed(Duration.ofSeconds(5)));
		worker.put("now");
		this.engine.settle();
		assertThat(this.seen).containsExactly("now");
		assertThat(worker.size()).isOne();
		this.engine.advance(Duration.ofSeconds(5));
		assertThat(this.seen).containsExactly("now", "later");
	}

	@Test
	void delayedItemSurvivesAStopOfTheSupervisor() {
		this.engine.supervisor.start();
		BackgroundQueueWorker<String> worker = define().register();
		worker.put("later", PutOptions.delayed(Duration.ofSeconds(50)));
		this.engine.supervisor.stop(ShutdownPolicy.graceful(Duration.ofSeconds(1)));
		this.engine.time.advance(Duration.ofSeconds(60));
		assertThat(this.seen).isEmpty();
		this.engine.supervisor.start();
		this.engine.advance(Duration.ZERO);
		await().until(() -> this.seen.size() == 1);
	}

	@Test
	void priorityQueueOrdersByComparatorAndIsFairAmongEquals() {
		BackgroundQueueWorker<String> worker = this.engine.workers.define("items")
			.queue(String.class)
			.queueType(PriorityQueue.class)
			.comparator(Comparator.comparing(String::length))
			.executor((item, context) -> this.seen.add(item))
			.register();
		List.of("ccc", "bb", "a1", "z", "a2").forEach(worker::put);
		worker.put("bb", new PutOptions(Duration.ZERO, Priority.CRITICAL, "urgent"));
		this.engine.supervisor.start();
		await().until(() -> this.seen.size() == 6);
		assertThat(this.seen).containsExactly("bb", "z", "bb", "a1", "a2", "ccc");
	}

	@Test
	void priorityInAQueueWithoutOrderIsRefused() {
		BackgroundQueueWorker<String> worker = define().register();
		assertThatIllegalArgumentException().isThrownBy(() -> worker.put("a", PutOptions.of(Priority.HIGH)))
			.withMessageContaining("PriorityQueue");
	}

	@Test
	void failedItemIsRetriedWithBackoffAndThenDead() {
		this.engine.supervisor.start();
		List<Integer> attempts = new CopyOnWriteArrayList<>();
		List<Boolean> exhausted = new CopyOnWriteArrayList<>();
		BackgroundQueueWorker<String> worker = this.engine.workers.define("items")
			.queue(String.class)
			.retry(RetryPolicy.of(2))
			.onError((failure) -> exhausted.add(failure.exhausted()))
			.executor((item, context) -> {
				attempts.add(context.attempt());
				throw new IllegalStateException("no");
			})
			.register();
		worker.put("bad", new PutOptions(Duration.ZERO, null, "id-1"));
		this.engine.settle();
		assertThat(attempts).containsExactly(1);
		this.engine.advance(Duration.ofSeconds(1));
		this.engine.advance(Duration.ofMillis(1_999));
		assertThat(attempts).containsExactly(1, 2);
		this.engine.advance(Duration.ofMillis(1));
		assertThat(attempts).containsExactly(1, 2, 3);
		assertThat(exhausted).containsExactly(false, false, true);
		DeadLetter<String> letter = worker.deadLetters().list(10).get(0);
		assertThat(letter.id()).isEqualTo("id-1");
		assertThat(letter.attempts()).isEqualTo(3);
		assertThat(Engine.counts(worker).failed()).isOne();
		assertThat(Engine.counts(worker).retried()).isEqualTo(2);
	}

	@Test
	void deadLetterIsRedrivenAsNew() {
		this.engine.supervisor.start();
		AtomicBoolean broken = new AtomicBoolean(true);
		BackgroundQueueWorker<String> worker = this.engine.workers.define("items")
			.queue(String.class)
			.executor((item, context) -> {
				if (broken.get()) {
					throw new IllegalStateException("no");
				}
				this.seen.add(item);
			})
			.register();
		worker.put("a");
		await().until(() -> worker.deadLetters().size() == 1);
		broken.set(false);
		assertThat(worker.deadLetters().redriveAll()).isOne();
		await().until(() -> this.seen.size() == 1);
		assertThat(worker.deadLetters().size()).isZero();
	}

	@Test
	void itemInHandGoesBackToTheHeadWhenAStopInterruptsIt() throws Exception {
		this.engine.supervisor.start();
		CountDownLatch running = new CountDownLatch(1);
		AtomicInteger attempts = new AtomicInteger();
		BackgroundQueueWorker<String> worker = this.engine.workers.define("items")
			.queue(String.class)
			.interruptOnStop(true)
			.executor((item, context) -> {
				if (attempts.incrementAndGet() == 1) {
					running.countDown();
					new CountDownLatch(1).await();
				}
				this.seen.add(item + context.attempt());
			})
			.register();
		worker.put("a");
		worker.put("b");
		running.await();
		worker.stopAsync();
		await().until(() -> {
			this.engine.time.advance(Duration.ofMillis(1));
			return worker.isStopped();
		});
		assertThat(worker.size()).isEqualTo(2);
		worker.start();
		await().until(() -> this.seen.size() == 2);
		assertThat(this.seen).containsExactly("a1", "b1");
		assertThat(Engine.counts(worker).failed()).isZero();
	}

	@Test
	void releasedItemComesBackUncounted() {
		this.engine.supervisor.start();
		AtomicInteger runs = new AtomicInteger();
		BackgroundQueueWorker<String> worker = this.engine.workers.define("items")
			.queue(String.class)
			.executor((item, context) -> {
				if (runs.incrementAndGet() == 1) {
					context.release();
				}
				this.seen.add(item + context.attempt());
			})
			.register();
		worker.put("a");
		await().until(() -> this.seen.size() == 2);
		assertThat(this.seen).containsExactly("a1", "a1");
		this.engine.settle();
		assertThat(Engine.counts(worker).succeeded()).isOne();
	}

	@Test
	void restartKeepsItemsInOrder() {
		this.engine.supervisor.start();
		BackgroundQueueWorker<String> worker = define().register();
		List<Object> expected = new ArrayList<>();
		for (int i = 0; i < 500; i++) {
			worker.put("i" + i);
			expected.add("i" + i);
			if (i % 50 == 0) {
				worker.restart();
			}
		}
		await().until(() -> this.seen.size() == 500);
		assertThat(this.seen).isEqualTo(expected);
	}

	@Test
	void concurrencyIsHeldAndReached() throws Exception {
		this.engine.supervisor.start();
		AtomicInteger inside = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		CountDownLatch three = new CountDownLatch(3);
		BackgroundQueueWorker<String> worker = this.engine.workers.define("items")
			.queue(String.class)
			.concurrency(3)
			.executor((item, context) -> {
				most.accumulateAndGet(inside.incrementAndGet(), Math::max);
				three.countDown();
				three.await();
				inside.decrementAndGet();
			})
			.register();
		for (int i = 0; i < 200; i++) {
			worker.put("i" + i);
		}
		await().until(() -> Engine.counts(worker).succeeded() == 200);
		assertThat(most).hasValue(3);
	}

	@Test
	void offerWithATimeoutWaitsForRoom() throws Exception {
		BackgroundQueueWorker<String> worker = define().capacity(1).register();
		worker.put("a");
		assertThat(worker.offer("b", Duration.ofMillis(1))).isFalse();
		CompletableFuture<Boolean> offered = CompletableFuture.supplyAsync(() -> {
			try {
				return worker.offer("b", Duration.ofSeconds(20));
			}
			catch (InterruptedException ex) {
				return false;
			}
		});
		this.engine.supervisor.start();
		assertThat(offered.get(60, TimeUnit.SECONDS)).isTrue();
		await().until(() -> this.seen.size() == 2);
	}

	@Test
	void putAfterShutdownIsRefused() {
		this.engine.supervisor.start();
		BackgroundQueueWorker<String> worker = define().register();
		this.engine.supervisor.close();
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> worker.put("a"))
			.withMessageContaining("items")
			.withMessageContaining("default");
	}

	@Test
	void shutdownDrainsTheQueueAndWhatItTriggers() {
		this.engine.supervisor.start();
		BackgroundEventWorker event = this.engine.workers.define("after")
			.event()
			.executor((context) -> this.seen.add("event"))
			.register();
		BackgroundQueueWorker<String> worker = this.engine.workers.define("items")
			.queue(String.class)
			.executor((item, context) -> {
				this.seen.add(item);
				event.trigger();
			})
			.register();
		worker.stop();
		worker.put("a");
		worker.put("b");
		worker.start();
		ShutdownReport report = this.engine.supervisor.stop(ShutdownPolicy.graceful(Duration.ofSeconds(20)));
		assertThat(report.isComplete()).isTrue();
		assertThat(this.seen).contains("a", "b").endsWith("event");
	}

	@Test
	void shutdownNamesWhatIsLeftInAStoppedQueue() {
		this.engine.supervisor.start();
		BackgroundQueueWorker<String> worker = define().autoStart(false).register();
		worker.put("a");
		ShutdownReport report = this.engine.supervisor.stop(ShutdownPolicy.graceful(Duration.ofSeconds(20)));
		assertThat(report.returned()).isEqualTo(Map.of("items", 1L));
	}

}
