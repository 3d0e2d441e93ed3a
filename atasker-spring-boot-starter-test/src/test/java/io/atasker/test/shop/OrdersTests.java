package io.atasker.test.shop;

import java.time.Duration;

import io.atasker.test.ExecutionOutcome;
import io.atasker.test.WorkerTest;
import io.atasker.test.WorkersTester;
import io.atasker.worker.BackgroundQueueWorker;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willThrow;

@WorkerTest(Orders.class)
class OrdersTests {

	@Autowired
	WorkersTester tester;

	@Autowired
	BackgroundQueueWorker<Order> orders;

	@MockitoBean
	Warehouse warehouse;

	@Test
	void ordersAreTakenFromTheWarehouse() {
		this.orders.put(new Order("tea", 2));
		assertThat(this.tester.worker("orders")).hasWaitingItems(1).hasNotExecuted();
		this.tester.drain();
		assertThat(this.tester.worker("orders")).hasSucceeded(1).hasSeenItems(new Order("tea", 2));
		then(this.warehouse).should().take("tea", 2);
	}

	@Test
	void anOrderThatFailsIsTriedAgainAndGivenUp() {
		willThrow(new IllegalStateException("empty")).given(this.warehouse).take("tea", 2);
		this.tester.start("orders");
		this.orders.put(new Order("tea", 2));
		this.tester.drain();
		assertThat(this.tester.worker("orders")).hasFailed(1).hasWaitingItems(1).hasNoDeadLetters();
		this.tester.advance(Duration.ofSeconds(30));
		assertThat(this.tester.worker("orders")).hasFailed(2).hasDeadLetters(new Order("tea", 2));
		assertThat(this.tester.worker("orders")).hasFailedWith(IllegalStateException.class).hasMessage("empty");
	}

	@Test
	void anOrderIsReported() {
		this.tester.start("orders", "report");
		this.orders.put(new Order("tea", 2));
		this.tester.drain();
		assertThat(this.tester.worker("report")).hasBeenTriggered(1).hasSucceeded(1).isStarted();
	}

	@Test
	void stockIsCountedEachMinute() {
		this.tester.start("count");
		this.tester.advance(Duration.ofMinutes(10));
		assertThat(this.tester.worker("count")).hasSucceeded(11);
	}

	@Test
	void reportSaysWhatIsLeft() {
		given(this.warehouse.stock()).willReturn(7);
		ExecutionOutcome outcome = this.tester.runOnce("report");
		assertThat(outcome.result()).isEqualTo(7);
		assertThat(outcome.exception()).isNull();
	}

	@Test
	void watchingTimesOut() {
		this.tester.start("watch");
		await().untilAsserted(() -> assertThat(this.tester.worker("watch")).isExecuting());
		this.tester.time().advance(Duration.ofMillis(5_050));
		this.tester.drain();
		assertThat(this.tester.worker("watch")).hasFailed(1).hasFailedWith(InterruptedException.class);
	}

}
