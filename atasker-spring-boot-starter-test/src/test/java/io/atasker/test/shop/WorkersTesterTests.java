package io.atasker.test.shop;

import java.time.Duration;

import io.atasker.test.WorkerTest;
import io.atasker.test.WorkersTester;
import io.atasker.worker.BackgroundQueueWorker;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;
import static org.mockito.BDDMockito.willThrow;

@WorkerTest
@TestMethodOrder(MethodOrderer.MethodName.class)
class WorkersTesterTests {

	@Autowired
	WorkersTester tester;

	@Autowired
	BackgroundQueueWorker<Order> orders;

	@Autowired
	ApplicationContext context;

	@MockitoBean
	Warehouse warehouse;

	@Test
	void a1LeavesAnItem() {
		this.orders.put(new Order("tea", 1));
		assertThat(this.tester.worker(this.orders)).hasBeenPut(1).hasWaitingItems(1);
	}

	@Test
	void a2SeesNothingOfIt() {
		assertThat(this.tester.worker("orders")).hasNotBeenPut().hasWaitingItems(0);
	}

	@Test
	void b1StartsAndFails() {
		willThrow(new IllegalStateException("empty")).given(this.warehouse).take("tea", 1);
		this.tester.start("orders", "report");
		this.orders.put(new Order("tea", 1));
		this.tester.advance(Duration.ofSeconds(30));
		assertThat(this.tester.worker("orders")).hasDeadLetters(new Order("tea", 1)).isStarted();
	}

	@Test
	void b2SeesNothingOfThat() {
		assertThat(this.tester.worker("orders")).isStopped().hasNotExecuted().hasNoDeadLetters();
		assertThat(this.tester.executions("orders")).isEmpty();
	}

	@Test
	void contextHasNothingElse() {
		assertThat(this.context.getBeanNamesForType(Shelves.class)).isEmpty();
		assertThat(this.context.getBeanNamesForType(OrderController.class)).isEmpty();
		assertThat(this.context.getBeanNamesForType(Orders.class)).hasSize(1);
	}

	@Test
	void drainNamesWhoIsNotQuiet() {
		this.tester.start("watch");
		await().untilAsserted(() -> assertThat(this.tester.worker("watch")).isExecuting());
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> this.tester.drain(Duration.ofMillis(100)))
			.withMessageContaining("not quiet after PT0.1S")
			.withMessageContaining("worker 'watch' executes watch-");
		this.tester.stop("watch");
		this.tester.drain();
		assertThat(this.tester.worker("watch")).isStopped();
	}

	@Test
	void executionsOfAStageAreAwaited() {
		this.tester.start("forecast");
		this.tester.advance(Duration.ofHours(2));
		assertThat(this.tester.worker("forecast")).hasSucceeded(3);
	}

	@Test
	void assertionSaysWhatWasThere() {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThat(this.tester.worker("orders")).hasSucceeded(2))
			.withMessageContaining("expected worker 'orders' (QUEUE, STOPPED) to have succeeded 2 times, but it was 0")
			.withMessageContaining("items put: 0, waiting: 0, triggers: 0, executions: 0");
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThat(this.tester.worker("orders")).isStarted())
			.withMessageContaining("expected worker 'orders' to be STARTED, but it is STOPPED");
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThat(this.tester.worker("report")).hasNoDeadLetters())
			.withMessageContaining("has no queue");
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThat(this.tester.worker("orders")).hasFailedWith(IllegalStateException.class))
			.withMessageContaining("but it threw null");
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThat(this.tester.worker("orders")).hasSeenItems(new Order("tea", 1)));
	}

	@Test
	void runOnceReturnsWhatWasThrown() {
		willThrow(new IllegalStateException("empty")).given(this.warehouse).take("tea", 1);
		assertThat(this.tester.runOnce("orders", new Order("tea", 1)).exception())
			.isInstanceOf(IllegalStateException.class)
			.hasMessage("empty");
		assertThat(this.tester.runOnce("forecast").result()).isEqualTo(0);
	}

	@Test
	void runOnceRefusesWhatDoesNotFit() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.tester.runOnce("orders"))
			.withMessage("worker 'orders' is a queue worker; give the item: runOnce(\"orders\", item)");
		assertThatIllegalArgumentException().isThrownBy(() -> this.tester.runOnce("orders", "tea"))
			.withMessage("the items of worker 'orders' are io.atasker.test.shop.Order, but it was given 'tea'");
		assertThatIllegalArgumentException().isThrownBy(() -> this.tester.runOnce("report", "tea"))
			.withMessage("worker 'report' is of type EVENT and takes no item, but was given 'tea'");
	}

}
