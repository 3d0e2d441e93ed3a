package io.atasker.cluster.lease;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Level;
import io.atasker.cluster.NodeId;
import io.atasker.testsupport.LeakGuard;
import io.atasker.testsupport.LogCapture;
import io.atasker.worker.WorkerLease;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link LeaseKeeper}, with a store that fails and hangs when it is told to.
 */
@Tag("long")
@ExtendWith(LeakGuard.class)
class LeaseKeeperTests {

	/** Where a lease is to end: as short as can be. */
	private static final Duration SHORT = Duration.ofSeconds(2);

	/** Where it is not, however busy the machine is. */
	private static final Duration LONG = Duration.ofSeconds(30);

	private final SharedStore store = new SharedStore();

	private final List<LeaseKeeper> keepers = new ArrayList<>();

	@AfterEach
	void close() {
		this.keepers.forEach(LeaseKeeper::close);
	}

	private Node node(String name) {
		return node(name, LONG, Duration.ofMillis(100));
	}

	private Node node(String name, Duration ttl, Duration tryInterval) {
		SharedStore.View view = this.store.view();
		LeaseKeeper keeper = new LeaseKeeper(view, new LeaseSettings("test/", ttl, tryInterval), NodeId.of(name));
		this.keepers.add(keeper);
		return new Node(view, keeper);
	}

	@Test
	void oneOfTwoHasTheLease() {
		Node one = node("one");
		Node two = node("two");
		one.want();
		await().until(() -> one.held);
		assertThat(one.lease.isValid()).isTrue();
		assertThat(one.lease.token()).isOne();
		two.want();
		await().until(() -> two.view.acquisitions.get() > 3);
		assertThat(two.held).isFalse();
		assertThat(two.lease.isValid()).isFalse();
		assertThat(two.lease.token()).isEqualTo(-1);
		assertThat(two.lease.waitsFor()).isEqualTo("another node holds the lease");
		assertThat(one.lease.waitsFor()).isNull();
	}

	@Test
	void leaseIsRenewed() {
		Node one = node("one", Duration.ofSeconds(12), Duration.ofMillis(100));
		Node two = node("two", Duration.ofSeconds(12), Duration.ofMillis(100));
		one.want();
		await().until(() -> one.held);
		two.want();
		await().until(() -> one.view.extensions.get() > 1);
		assertThat(one.losses).hasValue(0);
		assertThat(two.held).isFalse();
	}

	@Test
	void otherNodeHasItWhenItIsLetGo() {
		Node one = node("one");
		Node two = node("two");
		one.want();
		await().until(() -> one.held);
		two.want();
		await().until(() -> two.view.acquisitions.get() > 1);
		one.wanted = false;
		one.lease.look();
		await().until(() -> two.held);
		assertThat(one.view.releases).hasValue(1);
		assertThat(one.losses).hasValue(0);
		assertThat(two.lease.token()).isEqualTo(2);
	}

	@Test
	void whoStillRunsKeepsIt() {
		Node one = node("one", Duration.ofSeconds(12), Duration.ofMillis(100));
		Node two = node("two", Duration.ofSeconds(12), Duration.ofMillis(100));
		one.want();
		await().until(() -> one.held);
		two.want();
		one.running = true;
		one.wanted = false;
		one.lease.look();
		await().until(() -> one.view.extensions.get() > 1);
		assertThat(two.held).isFalse();
		one.running = false;
		one.lease.look();
		await().until(() -> two.held);
	}

	@Test
	void wantingItAsksAtOnce() {
		Node one = node("one", Duration.ofMinutes(20), Duration.ofMinutes(10));
		one.want();
		await().until(() -> one.held);
		one.wanted = false;
		one.lease.look();
		await().until(() -> one.view.releases.get() == 1);
		one.want();
		await().until(() -> one.held);
	}

	@Test
	void nodeThatCannotRenewLosesItBeforeAnotherGetsIt() {
		Node one = node("one", Duration.ofSeconds(8), Duration.ofMillis(100));
		Node two = node("two", Duration.ofSeconds(8), Duration.ofMillis(100));
		one.want();
		await().until(() -> one.held);
		two.other = one;
		two.want();
		one.view.failing = true;
		await().until(() -> two.held);
		assertThat(two.overlaps).hasValue(0);
		await().until(() -> one.losses.get() == 1);
		await().until(() -> one.lease.failedRenewals() > 0);
		await().untilAsserted(() -> assertThat(one.lease.waitsFor()).contains("the store is away"));
	}

	@Test
	void failedRenewalsAreTriedAgain() {
		Node one = node("one", Duration.ofSeconds(20), Duration.ofMillis(50));
		one.want();
		await().until(() -> one.held);
		one.view.failing = true;
		await().until(() -> one.lease.failedRenewals() > 1);
		one.view.failing = false;
		int before = one.view.extensions.get();
		await().until(() -> one.view.extensions.get() > before);
		assertThat(one.losses).hasValue(0);
		assertThat(one.lease.isValid()).isTrue();
	}

	@Test
	void storeThatHangsLosesIt() {
		Node one = node("one", SHORT, Duration.ofMillis(100));
		Node two = node("two", SHORT, Duration.ofMillis(100));
		one.want();
		await().until(() -> one.held);
		two.other = one;
		two.want();
		CountDownLatch answer = new CountDownLatch(1);
		one.view.answer = answer;
		await().until(() -> two.held);
		assertThat(two.overlaps).hasValue(0);
		await().until(() -> one.losses.get() == 1);
		assertThat(one.lease.isValid()).isFalse();
		answer.countDown();
		int before = one.view.acquisitions.get();
		await().until(() -> one.view.acquisitions.get() > before);
	}

	@Test
	void hangingStoreIsReported() {
		try (LogCapture log = LogCapture.of(LeaseKeeper.class)) {
			Node one = node("one", SHORT, Duration.ofMillis(100));
			one.want();
			await().until(() -> one.held);
			CountDownLatch answer = new CountDownLatch(1);
			one.view.answer = answer;
			await().until(() -> log.messages(Level.WARN)
				.stream()
				.anyMatch((message) -> message.contains("has not answered for")));
			answer.countDown();
		}
	}

	@Test
	void answerThatComesTooLateIsNotTrusted() {
		Node one = node("one", SHORT, Duration.ofMillis(100));
		CountDownLatch answer = new CountDownLatch(1);
		one.view.answer = answer;
		one.want();
		await().until(() -> one.view.acquisitions.get() == 1);
		await().pollDelay(SHORT).until(() -> true);
		assertThat(one.held).isFalse();
		one.view.answer = null;
		answer.countDown();
		await().until(() -> one.held);
		assertThat(one.view.acquisitions).hasValueGreaterThan(1);
		assertThat(one.grants).hasValue(1);
	}

	@Test
	void refusedRenewalLosesItAtOnce() {
		try (LogCapture log = LogCapture.of(LeaseKeeper.class)) {
			Node one = node("one", Duration.ofSeconds(15), Duration.ofMillis(100));
			one.want();
			await().until(() -> one.held);
			this.store.clear();
			await().until(() -> one.grants.get() == 2);
			assertThat(one.losses).hasValue(1);
			assertThat(one.lease.failedRenewals()).isZero();
			assertThat(log.messages(Level.WARN)).singleElement()
				.asString()
				.contains("the store says that it is not held any more");
		}
	}

	@Test
	void closedKeeperGivesBackWhatIsFree() {
		Node one = node("one");
		one.want();
		await().until(() -> one.held);
		one.wanted = false;
		one.keeper.close();
		await().untilAsserted(() -> assertThat(one.view.releases).hasValue(1));
		assertThat(one.lease.isValid()).isFalse();
		assertThat(one.losses).hasValue(0);
	}

	@Test
	void closedKeeperDoesNotGiveBackWhatIsUsed() {
		Node one = node("one");
		one.want();
		await().until(() -> one.held);
		one.keeper.close();
		await().untilAsserted(() -> assertThat(one.losses).hasValue(1));
		assertThat(one.view.releases).hasValue(0);
		assertThat(one.lease.isValid()).isFalse();
	}

	@Test
	void idleKeeperAsksNobody() {
		Node one = node("one");
		one.want();
		await().until(() -> one.held);
		one.wanted = false;
		one.lease.look();
		await().until(() -> one.view.releases.get() == 1);
		int before = one.view.acquisitions.get();
		await().during(Duration.ofMillis(400)).until(() -> one.view.acquisitions.get() == before);
	}

	@Test
	void settingsAreChecked() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new LeaseSettings("", Duration.ofMillis(999), Duration.ofMillis(10)))
			.withMessageContaining("PT0.999S");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new LeaseSettings("", Duration.ofSeconds(1), Duration.ofSeconds(2)))
			.withMessageContaining("PT2S");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new LeaseSettings("", Duration.ofSeconds(1), Duration.ZERO));
	}

	/** A node with one worker. */
	private static final class Node implements WorkerLease.Owner {

		private final SharedStore.View view;

		private final LeaseKeeper keeper;

		private final WorkerLease lease;

		private final AtomicInteger grants = new AtomicInteger();

		private final AtomicInteger losses = new AtomicInteger();

		private final AtomicInteger overlaps = new AtomicInteger();

		private volatile boolean wanted;

		private volatile boolean running;

		private volatile boolean held;

		private volatile Node other;

		Node(SharedStore.View view, LeaseKeeper keeper) {
			this.view = view;
			this.keeper = keeper;
			this.lease = keeper.lease("worker", this);
		}

		void want() {
			this.wanted = true;
			this.lease.look();
		}

		@Override
		public boolean wants() {
			return this.wanted && !this.held && !this.running;
		}

		@Override
		public boolean letGo() {
			boolean free = !this.wanted && !this.running;
			if (free) {
				this.held = false;
			}
			return free;
		}

		@Override
		public void granted() {
			if (this.other != null && this.other.lease.isValid()) {
				this.overlaps.incrementAndGet();
			}
			this.grants.incrementAndGet();
			this.held = true;
		}

		@Override
		public void lost() {
			if (this.held) {
				this.held = false;
				this.losses.incrementAndGet();
			}
		}

	}

}
