package io.atasker.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.atasker.time.ManualTime;
import io.atasker.time.Timers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What {@link MemoryQueueProvider} does beyond the contract.
 */
class MemoryQueueProviderTests {

	private final ManualTime time = new ManualTime();

	private final Timers timers = this.time.openTimers(Thread::new);

	private final MemoryQueueProvider provider = new MemoryQueueProvider(this.time, this.timers);

	private final List<Delivery> arrived = new ArrayList<>();

	@Test
	void releasedMessagesAreBackInTheirOldPlaces() {
		WorkerQueue queue = this.provider.open(QueueSpec.named("q").credit(2).build());
		List.of("a", "b", "c").forEach((id) -> queue.put(Envelope.of(id, id)));
		Subscription subscription = queue.subscribe(this.arrived::add);
		subscription.pause();
		this.arrived.get(1).release();
		this.arrived.get(0).release();
		assertThat(queue.stats()).isEqualTo(new QueueStats(3, 0, 0, 0));
		this.arrived.clear();
		subscription.credit(3);
		subscription.resume();
		assertThat(this.arrived).extracting((delivery) -> delivery.envelope().id()).containsExactly("a", "b", "c");
	}

	@Test
	void messagesHandedBackByCloseComeInTheirOldOrder() {
		WorkerQueue queue = this.provider.open(QueueSpec.named("q").credit(2).build());
		List.of("a", "b", "c").forEach((id) -> queue.put(Envelope.of(id, id)));
		queue.subscribe(this.arrived::add).close();
		this.arrived.clear();
		queue.subscribe(this.arrived::add).credit(3);
		assertThat(this.arrived).extracting((delivery) -> delivery.envelope().id()).containsExactly("a", "b", "c");
	}

	@Test
	void retryLosesItsPlace() {
		WorkerQueue queue = this.provider.open(QueueSpec.named("q").build());
		List.of("a", "b").forEach((id) -> queue.put(Envelope.of(id, id)));
		Subscription subscription = queue.subscribe(this.arrived::add);
		subscription.pause();
		this.arrived.get(0).retry(Duration.ZERO, null);
		this.time.advance(Duration.ZERO);
		subscription.credit(2);
		subscription.resume();
		assertThat(this.arrived).extracting((delivery) -> delivery.envelope().id()).containsExactly("a", "b", "a");
	}

	@Test
	void closedQueueIsForgottenAndOpensEmpty() {
		WorkerQueue queue = this.provider.open(QueueSpec.named("q").build());
		queue.put(Envelope.of("a", "a"));
		queue.put(Envelope.of("b", "b").withDelay(Duration.ofSeconds(1)));
		queue.close();
		assertThat(queue.stats()).isEqualTo(new QueueStats(0, 0, 0, 0));
		assertThat(this.time.armed()).isZero();
		WorkerQueue anew = this.provider.open(QueueSpec.named("q").credit(3).build());
		assertThat(anew).isNotSameAs(queue);
		assertThat(anew.stats().ready()).isZero();
	}

	@Test
	void redrivenMessageStaysDeadWhileTheQueueIsFull() {
		WorkerQueue queue = this.provider.open(QueueSpec.named("q").capacity(1).build());
		queue.put(Envelope.of("a", "a"));
		queue.subscribe(this.arrived::add).credit(0);
		this.arrived.get(0).dead(null);
		queue.put(Envelope.of("b", "b"));
		assertThatExceptionOfType(QueueFullException.class).isThrownBy(() -> queue.deadLetters().redrive("a"));
		assertThat(queue.stats()).isEqualTo(new QueueStats(1, 0, 0, 1));
	}

	@Test
	void payloadsAreCopiedOnRequest() {
		MemoryQueueProvider copying = new MemoryQueueProvider(this.time, this.timers, true);
		WorkerQueue queue = copying.open(QueueSpec.named("q").codec(TextCodec.INSTANCE).build());
		StringBuilder payload = new StringBuilder("before");
		queue.put(Envelope.of("a", payload));
		payload.append(" and after");
		queue.subscribe(this.arrived::add);
		assertThat(this.arrived.get(0).envelope().payload()).isEqualTo("before");
		assertThatIllegalArgumentException().isThrownBy(() -> queue.put(Envelope.of("b", 1)));
		assertThatIllegalArgumentException().isThrownBy(() -> copying.open(QueueSpec.named("r").build()))
			.withMessageContaining("no codec");
	}

	@Test
	void whatMemoryCannotDoIsRefused() {
		assertThat(this.provider.id()).isEqualTo("memory");
		assertThat(this.provider.features()).doesNotContain(QueueFeature.DURABLE, QueueFeature.SHARED,
				QueueFeature.CLUSTER_SEQUENTIAL, QueueFeature.TRANSACTIONAL_PUT);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.provider.open(QueueSpec.named("q").clusterSequential(true).build()))
			.withMessageContaining(
					"queue 'q' needs the feature CLUSTER_SEQUENTIAL, which provider memory does not have");
	}

	@Test
	void specificationIsChecked() {
		assertThatIllegalArgumentException().isThrownBy(() -> QueueSpec.named("no spaces").build())
			.withMessageContaining("'no spaces'");
		assertThatIllegalArgumentException().isThrownBy(() -> QueueSpec.named("q").credit(0).build())
			.withMessage("credit of queue 'q' must be at least 1, not 0");
		assertThatIllegalArgumentException().isThrownBy(() -> QueueSpec.named("q").capacity(0).build());
		assertThatIllegalArgumentException().isThrownBy(() -> QueueSpec.named("q").priorityLevels(0).build());
		assertThatIllegalArgumentException().isThrownBy(() -> Envelope.of("a", 1).withPriority(-1));
		assertThatIllegalArgumentException().isThrownBy(() -> Envelope.of("a", 1).withDelay(Duration.ofSeconds(-1)));
	}

	@Test
	void signalsThatComeBackShareADeliveryToo() {
		WorkerQueue queue = this.provider.open(QueueSpec.named("q").kind(QueueSpec.Kind.SIGNAL).build());
		Subscription subscription = queue.subscribe(this.arrived::add);
		queue.put(Envelope.of("a", "a"));
		subscription.pause();
		queue.put(Envelope.of("b", "b"));
		this.arrived.get(0).release();
		assertThat(queue.stats().ready()).isOne();
	}

	@Test
	void failureOfALossHandlerHarmsNobody() {
		WorkerQueue queue = this.provider.open(QueueSpec.named("q").credit(2).build());
		List.of("a", "b").forEach((id) -> queue.put(Envelope.of(id, id)));
		Subscription subscription = queue.subscribe(this.arrived::add);
		AtomicInteger told = new AtomicInteger();
		this.arrived.get(0).onLost(() -> {
			throw new IllegalStateException("no");
		});
		this.arrived.get(1).onLost(told::incrementAndGet);
		subscription.close();
		assertThat(told).hasValue(1);
	}

	/**
	 * A close races with settlement: each message is either settled once, or back. Each
	 * round settles a few messages only, so that many closes meet one.
	 */
	@Test
	void messageIsSettledOrHandedBackNeverBoth() throws Exception {
		ExecutorService pool = Executors.newFixedThreadPool(2);
		Queue<Object> settled = new ConcurrentLinkedQueue<>();
		WorkerQueue queue = this.provider.open(QueueSpec.named("q").credit(2).build());
		for (int i = 0; i < 2000; i++) {
			queue.put(Envelope.of("m" + i, i));
		}
		while (queue.stats().ready() > 0) {
			CountDownLatch some = new CountDownLatch(5);
			AtomicInteger begun = new AtomicInteger();
			Subscription subscription = queue.subscribe((delivery) -> pool.execute(() -> {
				if (begun.incrementAndGet() <= 20 && delivery.ack()) {
					settled.add(delivery.envelope().payload());
				}
				some.countDown();
			}));
			some.await(1, TimeUnit.SECONDS);
			subscription.close();
			assertThat(queue.stats().inFlight()).isZero();
		}
		pool.shutdown();
		assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
		assertThat(settled).hasSize(2000).doesNotHaveDuplicates();
	}

}
