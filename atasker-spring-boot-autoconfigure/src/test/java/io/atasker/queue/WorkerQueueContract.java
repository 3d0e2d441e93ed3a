package io.atasker.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What every engine of queues must do. An engine's test extends this and says how to make
 * the engine; checks of features that it does not have are skipped.
 */
public abstract class WorkerQueueContract {

	private static final AtomicInteger names = new AtomicInteger();

	/** How long something may take that must happen. */
	private static final Duration SOON = Duration.ofSeconds(60);

	/** Far more than anything takes that happens at once. */
	private static final Duration LATER = Duration.ofSeconds(5);

	private final String name = "contract-" + names.incrementAndGet();

	private final BlockingQueue<Delivery> arrived = new LinkedBlockingQueue<>();

	private final ExecutorService pool = Executors.newFixedThreadPool(4);

	private WorkerQueueProvider provider;

	private final List<WorkerQueue> open = new ArrayList<>();

	/**
	 * Makes the engine under test.
	 * @return an engine without the queues of former tests
	 */
	protected abstract WorkerQueueProvider createProvider();

	/**
	 * Lets time pass for the engine, as far as delays are concerned.
	 * @param time how much
	 */
	protected abstract void pass(Duration time);

	/**
	 * Waits until a message would have come that must not come.
	 */
	protected abstract void settleDown();

	/**
	 * Returns how many messages are many.
	 * @return enough for a stack to overflow, where handlers are called by those who put
	 */
	protected int many() {
		return 5000;
	}

	@BeforeEach
	void createEngine() {
		this.provider = createProvider();
	}

	@AfterEach
	void closeQueues() {
		this.open.forEach(WorkerQueue::close);
		this.pool.shutdownNow();
	}

	@Test
	void messageArrivesAsItWasPut() {
		WorkerQueue queue = open(1);
		int priority = this.provider.features().contains(QueueFeature.PRIORITY) ? 0 : ItemQueue.DEFAULT_PRIORITY;
		Envelope envelope = new Envelope("id-1", "payload", priority, Duration.ZERO, Map.of("trace", "42"));
		queue.put(envelope);
		queue.subscribe(this.arrived::add);
		Delivery delivery = next();
		assertThat(delivery.envelope()).isEqualTo(envelope);
		assertThat(delivery.attempt()).isOne();
		assertThat(delivery.deliveries()).isOne();
		assertThat(delivery.lost()).isFalse();
		assertThat(delivery.ack()).isTrue();
		assertNothingArrives();
	}

	@Test
	void manyMessagesArriveOnceEachWhenSettledFromAForeignPool() throws Exception {
		int messages = 500;
		WorkerQueue queue = open(3);
		Set<String> seen = ConcurrentHashMap.newKeySet();
		AtomicInteger inFlight = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		CountDownLatch done = new CountDownLatch(messages);
		queue.subscribe((delivery) -> {
			most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
			this.pool.execute(() -> {
				seen.add(delivery.envelope().id());
				inFlight.decrementAndGet();
				assertThat(delivery.ack()).isTrue();
				done.countDown();
			});
		});
		for (int i = 0; i < messages; i++) {
			queue.put(Envelope.of("m" + i, "payload"));
		}
		assertThat(done.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
		assertThat(seen).hasSize(messages);
		assertThat(most.get()).isLessThanOrEqualTo(3);
		assertNothingArrives();
	}

	@Test
	void unsettledDeliveriesReachTheCreditAndNeverExceedIt() {
		WorkerQueue queue = open(2);
		put(queue, "a", "b", "c");
		queue.subscribe(this.arrived::add);
		Delivery first = next();
		next();
		assertNothingArrives();
		first.ack();
		assertThat(next().envelope().id()).isEqualTo("c");
	}

	@Test
	void creditFollowsTheConcurrency() {
		WorkerQueue queue = open(1);
		put(queue, "a", "b", "c", "d", "e");
		Subscription subscription = queue.subscribe(this.arrived::add);
		List<Delivery> unsettled = new ArrayList<>(List.of(next()));
		assertNothingArrives();
		subscription.credit(3);
		unsettled.add(next());
		unsettled.add(next());
		assertNothingArrives();
		subscription.credit(2);
		unsettled.get(0).ack();
		assertNothingArrives();
		unsettled.get(1).ack();
		assertThat(next().envelope().id()).isEqualTo("d");
		assertNothingArrives();
		assertThatIllegalArgumentException().isThrownBy(() -> subscription.credit(-1));
	}

	@Test
	void deliveryIsSettledOnce() {
		WorkerQueue queue = open(1);
		put(queue, "a");
		queue.subscribe(this.arrived::add);
		Delivery delivery = next();
		assertThat(delivery.ack()).isTrue();
		assertThat(delivery.ack()).isFalse();
		assertThat(delivery.retry(Duration.ZERO, null)).isFalse();
		assertThat(delivery.dead(null)).isFalse();
		assertThat(delivery.release()).isFalse();
		assertThat(delivery.lost()).isFalse();
		pass(Duration.ofSeconds(1));
		assertNothingArrives();
	}

	@Test
	void onlyOneOfManyThreadsSettles() throws Exception {
		WorkerQueue queue = open(1);
		queue.subscribe(this.arrived::add);
		for (int round = 0; round < 50; round++) {
			put(queue, "m" + round);
			Delivery delivery = next();
			AtomicInteger settled = new AtomicInteger();
			CountDownLatch done = new CountDownLatch(4);
			for (int i = 0; i < 4; i++) {
				this.pool.execute(() -> {
					settled.addAndGet(delivery.ack() ? 1 : 0);
					done.countDown();
				});
			}
			assertThat(done.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
			assertThat(settled).hasValue(1);
		}
	}

	@Test
	void messagesComeFirstInFirstOut() {
		WorkerQueue queue = open(1);
		put(queue, "a", "b", "c");
		queue.subscribe(this.arrived::add);
		assertThat(takeAll(3)).containsExactly("a", "b", "c");
	}

	@Test
	void higherPriorityComesFirst() {
		assume(QueueFeature.PRIORITY);
		WorkerQueue queue = open(1);
		queue.put(Envelope.of("low", "x").withPriority(0));
		put(queue, "one", "two");
		queue.put(Envelope.of("high", "x").withPriority(3));
		queue.put(Envelope.of("high too", "x").withPriority(3));
		queue.subscribe(this.arrived::add);
		assertThat(takeAll(5)).containsExactly("high", "high too", "one", "two", "low");
	}

	@Test
	void priorityBeyondTheLevelsIsRefused() {
		WorkerQueue queue = open(1);
		assertThatIllegalArgumentException().isThrownBy(() -> queue.put(Envelope.of("a", "x").withPriority(4)));
	}

	@Test
	void retryComesAfterItsDelayAsTheNextAttempt() {
		assume(QueueFeature.DELAYED_RETRY);
		WorkerQueue queue = open(1);
		put(queue, "a");
		queue.subscribe(this.arrived::add);
		assertThat(next().retry(LATER, new IllegalStateException("no"))).isTrue();
		assertNothingArrives();
		pass(LATER);
		Delivery again = next();
		assertThat(again.attempt()).isEqualTo(2);
		assertThat(again.deliveries()).isOne();
		again.retry(Duration.ZERO, null);
		pass(Duration.ofMillis(1));
		assertThat(next().attempt()).isEqualTo(3);
	}

	@Test
	void delayedMessageDoesNotHoldOthersUp() {
		assume(QueueFeature.DELAYED_RETRY);
		WorkerQueue queue = open(1);
		queue.put(Envelope.of("late", "x").withDelay(LATER));
		put(queue, "early");
		queue.subscribe(this.arrived::add);
		assertThat(takeAll(1)).containsExactly("early");
		assertNothingArrives();
		pass(LATER);
		assertThat(takeAll(1)).containsExactly("late");
	}

	@Test
	void deadMessageIsKeptAndComesBackWhenRedriven() {
		assume(QueueFeature.DEAD_LETTERS);
		WorkerQueue queue = open(1);
		put(queue, "a");
		queue.subscribe(this.arrived::add);
		next().retry(Duration.ZERO, null);
		pass(Duration.ofMillis(1));
		assertThat(next().dead(new IllegalStateException("hopeless"))).isTrue();
		assertNothingArrives();
		await().atMost(SOON).until(() -> queue.deadLetters().size() == 1);
		DeadLetter<Envelope> letter = queue.deadLetters().list(10).get(0);
		assertThat(letter.item().id()).isEqualTo("a");
		assertThat(letter.attempts()).isEqualTo(2);
		assertThat(letter.error()).contains("hopeless");
		assertThat(queue.deadLetters().redrive(letter.id())).isTrue();
		Delivery again = next();
		assertThat(again.envelope().payload()).isEqualTo("payload of a");
		assertThat(again.attempt()).isOne();
		assertThat(queue.deadLetters().size()).isZero();
	}

	@Test
	void deadMessagesCanBePurged() {
		assume(QueueFeature.DEAD_LETTERS);
		WorkerQueue queue = open(1);
		put(queue, "a", "b");
		queue.subscribe(this.arrived::add);
		next().dead(null);
		next().dead(null);
		await().atMost(SOON).until(() -> queue.deadLetters().size() == 2);
		assertThat(queue.deadLetters().purgeAll()).isEqualTo(2);
		assertThat(queue.deadLetters().redriveAll()).isZero();
		assertNothingArrives();
	}

	@Test
	void releasedMessageIsBackAtOnceAndNoAttemptIsCounted() {
		WorkerQueue queue = open(1);
		put(queue, "a");
		queue.subscribe(this.arrived::add);
		assertThat(next().release()).isTrue();
		Delivery again = next();
		assertThat(again.attempt()).isOne();
		assertThat(again.deliveries()).isEqualTo(2);
	}

	@Test
	void pausedSubscriptionKeepsWhatItHasAndGetsNoMore() {
		WorkerQueue queue = open(2);
		put(queue, "a");
		Subscription subscription = queue.subscribe(this.arrived::add);
		Delivery first = next();
		subscription.pause();
		put(queue, "b");
		assertNothingArrives();
		assertThat(first.ack()).isTrue();
		assertNothingArrives();
		subscription.resume();
		assertThat(next().envelope().id()).isEqualTo("b");
	}

	@Test
	void closeHandsUnsettledBackAndRefusesLateSettlement() {
		WorkerQueue queue = open(2);
		put(queue, "a", "b", "c");
		Subscription subscription = queue.subscribe(this.arrived::add);
		Delivery first = next();
		Delivery second = next();
		AtomicInteger told = new AtomicInteger();
		first.onLost(told::incrementAndGet);
		second.ack();
		Delivery third = next();
		subscription.close(Duration.ZERO);
		subscription.close(Duration.ZERO);
		await().atMost(SOON).until(first::lost);
		assertThat(told).hasValue(1);
		assertThat(first.ack()).isFalse();
		assertThat(first.retry(Duration.ZERO, null)).isFalse();
		assertThat(second.lost()).isFalse();
		first.onLost(told::incrementAndGet);
		assertThat(told).hasValue(2);
		assertNothingArrives();
		queue.subscribe(this.arrived::add);
		Set<String> again = new HashSet<>();
		for (int i = 0; i < 2; i++) {
			Delivery delivery = next();
			assertThat(delivery.attempt()).isOne();
			assertThat(delivery.deliveries()).isEqualTo(2);
			again.add(delivery.envelope().id());
		}
		// Which of two that were in hand together came first is not said.
		assertThat(again).containsExactlyInAnyOrder(first.envelope().id(), third.envelope().id());
	}

	@Test
	void closeWaitsForUnsettledWithinItsGrace() throws Exception {
		WorkerQueue queue = open(1);
		put(queue, "a", "b");
		Subscription subscription = queue.subscribe(this.arrived::add);
		Delivery first = next();
		Thread closer = new Thread(() -> subscription.close(SOON));
		closer.start();
		await().atMost(SOON).until(() -> closer.getState() == Thread.State.TIMED_WAITING);
		assertNothingArrives();
		assertThat(first.ack()).isTrue();
		closer.join(SOON.toMillis() / 2);
		assertThat(closer.isAlive()).isFalse();
		assertNothingArrives();
	}

	@Test
	void interruptEndsTheGrace() {
		WorkerQueue queue = open(1);
		put(queue, "a");
		Subscription subscription = queue.subscribe(this.arrived::add);
		Delivery first = next();
		Thread.currentThread().interrupt();
		subscription.close(SOON);
		assertThat(Thread.interrupted()).isTrue();
		assertThat(first.lost()).isTrue();
	}

	@Test
	void handlerThatFailsGetsTheMessageAgain() {
		WorkerQueue queue = open(1);
		put(queue, "a", "b");
		AtomicInteger calls = new AtomicInteger();
		queue.subscribe((delivery) -> {
			if (calls.incrementAndGet() == 1) {
				throw new IllegalStateException("handler is not ready");
			}
			this.arrived.add(delivery);
			delivery.ack();
		});
		assertThat(next().envelope().id()).isEqualTo("b");
		pass(Duration.ofSeconds(2));
		Delivery again = next();
		assertThat(again.envelope().id()).isEqualTo("a");
		assertThat(again.attempt()).isOne();
	}

	@Test
	void errorOfAHandlerOrOfAnActionOnLossDoesNotStopTheQueue() {
		WorkerQueue queue = open(1);
		put(queue, "a", "b");
		AtomicInteger calls = new AtomicInteger();
		Subscription subscription = queue.subscribe((delivery) -> {
			delivery.onLost(() -> {
				throw new StackOverflowError("synthetic");
			});
			if (calls.incrementAndGet() == 1) {
				throw new StackOverflowError("synthetic");
			}
			this.arrived.add(delivery);
		});
		assertThat(next().envelope().id()).isEqualTo("b");
		subscription.close();
		queue.subscribe((delivery) -> {
			this.arrived.add(delivery);
			delivery.ack();
		});
		assertThat(next().envelope().id()).isEqualTo("b");
		pass(Duration.ofSeconds(2));
		assertThat(next().envelope().id()).isEqualTo("a");
	}

	@Test
	void handlerMaySettleAtOnceHoweverManyMessagesThereAre() {
		WorkerQueue queue = open(1);
		for (int i = 0; i < many(); i++) {
			put(queue, "m" + i);
		}
		AtomicInteger count = new AtomicInteger();
		queue.subscribe((delivery) -> {
			delivery.ack();
			count.incrementAndGet();
		});
		await().atMost(SOON).until(() -> count.get() == many());
	}

	@Test
	void queueHasOneSubscription() {
		WorkerQueue queue = open(1);
		Subscription subscription = queue.subscribe(this.arrived::add);
		assertThatIllegalStateException().isThrownBy(() -> queue.subscribe(this.arrived::add));
		subscription.close();
		put(queue, "a");
		assertNothingArrives();
		queue.subscribe(this.arrived::add);
		assertThat(next().envelope().id()).isEqualTo("a");
	}

	@Test
	void openIsIdempotent() {
		WorkerQueue queue = open(1);
		assertThat(this.provider.open(queue.spec())).isSameAs(queue);
		assertThatIllegalStateException().isThrownBy(() -> this.provider.open(spec().credit(7).build()));
	}

	@Test
	void closedQueueRefusesMessagesAndSubscribers() {
		WorkerQueue queue = open(1);
		put(queue, "a");
		queue.subscribe(this.arrived::add);
		Delivery delivery = next();
		queue.close();
		queue.close();
		assertThat(delivery.ack()).isFalse();
		assertThat(delivery.lost()).isTrue();
		assertThatExceptionOfType(QueueClosedException.class).isThrownBy(() -> put(queue, "b"))
			.withMessageContaining(this.name);
		assertThatExceptionOfType(QueueClosedException.class).isThrownBy(() -> queue.subscribe(this.arrived::add));
	}

	@Test
	void fullQueueRefusesAndSaysSo() {
		assume(QueueFeature.CAPACITY);
		WorkerQueue queue = open(spec().capacity(2).build());
		put(queue, "a", "b");
		assertThatExceptionOfType(QueueFullException.class).isThrownBy(() -> put(queue, "c"))
			.withMessageContaining("'" + this.name + "' is full: 2 items wait and its capacity is 2");
		queue.subscribe(this.arrived::add);
		next();
		put(queue, "c");
	}

	@Test
	void retryIsNeverRefused() {
		assume(QueueFeature.CAPACITY);
		assume(QueueFeature.DELAYED_RETRY);
		WorkerQueue queue = open(spec().capacity(1).build());
		put(queue, "a");
		queue.subscribe(this.arrived::add);
		Delivery first = next();
		put(queue, "b");
		assertThat(first.retry(Duration.ofMillis(400), null)).isTrue();
		assertThatExceptionOfType(QueueFullException.class).isThrownBy(() -> put(queue, "c"));
		next().ack();
		pass(Duration.ofMillis(400));
		assertThat(next().envelope().id()).isEqualTo("a");
	}

	@Test
	void statsSayWhereMessagesAre() {
		assume(QueueFeature.DEPTH);
		assume(QueueFeature.DELAYED_RETRY);
		assume(QueueFeature.DEAD_LETTERS);
		WorkerQueue queue = open(2);
		put(queue, "a", "b", "c", "d", "e", "f");
		queue.subscribe(this.arrived::add);
		next().dead(null);
		next().retry(Duration.ofHours(1), null);
		next();
		next();
		await().atMost(SOON).untilAsserted(() -> assertThat(queue.stats()).isEqualTo(new QueueStats(2, 2, 1, 1)));
	}

	@Test
	void signalsShareADeliveryThatBeginsLater() {
		assume(QueueFeature.SIGNAL);
		WorkerQueue queue = open(spec().kind(QueueSpec.Kind.SIGNAL).capacity(1).build());
		queue.subscribe(this.arrived::add);
		put(queue, "a");
		Delivery first = next();
		put(queue, "b", "c", "d");
		assertNothingArrives();
		first.ack();
		next().ack();
		assertNothingArrives();
	}

	private void assume(QueueFeature feature) {
		assumeTrue(this.provider.features().contains(feature), () -> "engine has no " + feature);
	}

	private QueueSpec.Builder spec() {
		return QueueSpec.named(this.name).codec(TextCodec.INSTANCE);
	}

	private WorkerQueue open(int credit) {
		return open(spec().credit(credit).build());
	}

	private WorkerQueue open(QueueSpec spec) {
		WorkerQueue queue = this.provider.open(spec);
		this.open.add(queue);
		return queue;
	}

	private static void put(WorkerQueue queue, String... ids) {
		for (String id : ids) {
			queue.put(Envelope.of(id, "payload of " + id));
		}
	}

	private Delivery next() {
		try {
			Delivery delivery = this.arrived.poll(SOON.toSeconds(), TimeUnit.SECONDS);
			assertThat(delivery).as("delivery within " + SOON).isNotNull();
			return delivery;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private List<String> takeAll(int count) {
		List<String> ids = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			Delivery delivery = next();
			ids.add(delivery.envelope().id());
			delivery.ack();
		}
		return ids;
	}

	private void assertNothingArrives() {
		settleDown();
		assertThat(this.arrived).isEmpty();
	}

}
