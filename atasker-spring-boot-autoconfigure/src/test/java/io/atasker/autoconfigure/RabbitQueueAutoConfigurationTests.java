package io.atasker.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.PriorityQueue;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.atasker.annotation.QueueWorker;
import io.atasker.annotation.Retry;
import io.atasker.cluster.rabbit.RabbitQueueProvider;
import io.atasker.queue.DeadLetter;
import io.atasker.supervisor.Priority;
import io.atasker.testsupport.LeakGuard;
import io.atasker.testsupport.RabbitServer;
import io.atasker.testsupport.WithRabbit;
import io.atasker.worker.BackgroundQueueWorker;
import io.atasker.worker.PutOptions;
import io.atasker.worker.WorkContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Workers whose queues are in RabbitMQ, with the connection that Spring Boot configures.
 */
@Tag("waiting")
@WithRabbit
@ExtendWith(LeakGuard.class)
class RabbitQueueAutoConfigurationTests {

	private final FailureReports reports = new FailureReports();

	private final String prefix = UUID.randomUUID() + ".";

	private final ApplicationContextRunner bare = new ApplicationContextRunner().withInitializer(this.reports)
		.withConfiguration(
				AutoConfigurations.of(AtaskerAutoConfiguration.class, AtaskerRabbitQueueAutoConfiguration.class))
		.withPropertyValues("atasker.defaults.provider=rabbit", "atasker.cluster.rabbit.prefix=" + this.prefix);

	private ApplicationContextRunner runner() {
		return this.bare.withConfiguration(AutoConfigurations.of(RabbitAutoConfiguration.class))
			.withPropertyValues("spring.rabbitmq.addresses=127.0.0.1:" + RabbitServer.get().port());
	}

	@Test
	void itemsAreWorkedOnAndLeaveTheBroker() {
		runner().withBean(Shop.class).run((context) -> {
			Shop shop = context.getBean(Shop.class);
			shop.orders.put(new Order("a", 1));
			shop.orders.put(new Order("b", 2), new PutOptions(Duration.ZERO, null, "named"));
			await().untilAsserted(() -> assertThat(shop.done).containsExactlyInAnyOrder("a", "b"));
			assertThat(shop.ids).contains("named").hasSize(2);
			await().until(() -> shop.orders.snapshot().executions().succeeded() == 2);
			await().until(() -> shop.orders.size() == 0);
			assertThat(shop.orders.snapshot().queue().provider()).isEqualTo("rabbit");
		});
	}

	@Test
	void connectionFactoryOfTheApplicationIsLeftAlone() {
		runner().withBean(Shop.class).run((context) -> {
			CachingConnectionFactory factory = context.getBean(CachingConnectionFactory.class);
			int heartbeat = factory.getRabbitConnectionFactory().getRequestedHeartbeat();
			Shop shop = context.getBean(Shop.class);
			shop.orders.put(new Order("a", 1));
			await().untilAsserted(() -> assertThat(shop.done).containsExactly("a"));
			assertThat(factory.getRabbitConnectionFactory().getRequestedHeartbeat()).isEqualTo(heartbeat)
				.isNotEqualTo(5);
			assertThat(factory.isPublisherConfirms()).isFalse();
		});
	}

	@Test
	void itemsSurviveTheApplication() {
		runner().withPropertyValues("atasker.auto-start=false").withBean(Shop.class).run((context) -> {
			Shop shop = context.getBean(Shop.class);
			shop.orders.put(new Order("kept", 1));
		});
		runner().withBean(Shop.class)
			.run((context) -> await()
				.untilAsserted(() -> assertThat(context.getBean(Shop.class).done).containsExactly("kept")));
	}

	@Test
	void failedItemIsRetriedAndThenADeadLetterThatCanBePutBack() {
		runner().withBean(Shop.class).run((context) -> {
			Shop shop = context.getBean(Shop.class);
			shop.failing = true;
			shop.orders.put(new Order("bad", 1));
			await().until(() -> shop.orders.deadLetters().size() == 1);
			assertThat(shop.attempts).containsExactly(1, 2, 3);
			DeadLetter<Order> letter = shop.orders.deadLetters().list(10).get(0);
			assertThat(letter.item()).isEqualTo(new Order("bad", 1));
			assertThat(letter.attempts()).isEqualTo(3);
			assertThat(letter.error()).contains("no stock");
			shop.failing = false;
			assertThat(shop.orders.deadLetters().redriveAll()).isOne();
			await().untilAsserted(() -> assertThat(shop.done).containsExactly("bad"));
			assertThat(shop.orders.deadLetters().list(10)).isEmpty();
			assertThat(shop.orders.deadLetters().size()).isZero();
		});
	}

	@Test
	void urgentItemsComeFirst() {
		runner().withPropertyValues("atasker.workers.orders.auto-start=false").withBean(Shop.class).run((context) -> {
			Shop shop = context.getBean(Shop.class);
			shop.orders.put(new Order("low", 1), PutOptions.of(Priority.LOW));
			shop.orders.put(new Order("normal", 1));
			shop.orders.put(new Order("high", 1), PutOptions.of(Priority.HIGH));
			shop.orders.start();
			await().untilAsserted(() -> assertThat(shop.done).containsExactly("high", "normal", "low"));
		});
	}

	@Test
	void putTakesEffectAfterTheCommitAndNotAfterARollback() {
		runner().withBean(Shop.class).run((context) -> {
			Shop shop = context.getBean(Shop.class);
			TransactionTemplate transaction = new TransactionTemplate(
					new DataSourceTransactionManager(new DriverManagerDataSource("jdbc:h2:mem:rabbit")));
			transaction.executeWithoutResult((status) -> {
				shop.orders.put(new Order("rolled back", 1));
				status.setRollbackOnly();
			});
			transaction.executeWithoutResult((status) -> {
				shop.orders.put(new Order("committed", 1));
				assertThat(shop.done).isEmpty();
			});
			await().untilAsserted(() -> assertThat(shop.done).containsExactly("committed"));
		});
	}

	@Test
	void stoppedWorkerGivesItsItemBack() {
		runner().withBean(Shop.class).run((context) -> {
			Shop shop = context.getBean(Shop.class);
			shop.permits = new Semaphore(0);
			shop.orders.put(new Order("interrupted", 1));
			shop.orders.put(new Order("behind", 1));
			await().until(() -> shop.orders.snapshot().executions().running() == 1);
			assertThat(shop.orders.stop()).isTrue();
			RabbitTemplate template = context.getBean(RabbitTemplate.class);
			await().until(() -> template.execute((channel) -> channel.messageCount(this.prefix + "orders")) == 2);
			shop.permits = null;
			shop.orders.start();
			await().untilAsserted(() -> assertThat(shop.done).containsExactly("interrupted", "behind"));
			assertThat(shop.attempts).containsExactly(1, 1, 1);
		});
	}

	@Test
	void itemThatCannotBeReadIsADeadLetterAtOnce() {
		runner().withBean(Shop.class).run((context) -> {
			Shop shop = context.getBean(Shop.class);
			context.getBean(RabbitTemplate.class).convertAndSend("", this.prefix + "orders", "no JSON");
			await().until(() -> shop.orders.deadLetters().size() == 1);
			assertThat(shop.orders.deadLetters().list(1).get(0).error()).contains("this is no item of type");
			assertThat(shop.attempts).isEmpty();
		});
	}

	@Test
	void queueThatIsDeclaredOtherwiseIsToldWithAdvice() {
		runner().run((context) -> context.getBean(RabbitTemplate.class)
			.execute((channel) -> channel.queueDeclare(this.prefix + "orders", true, false, false, null)));
		runner().withBean(Shop.class).run((context) -> {
			FailureAnalysis analysis = this.reports.of(context);
			assertThat(analysis.getDescription()).contains("Shop.sell", "'" + this.prefix + "orders'",
					"was declared otherwise", "delete it");
		});
	}

	@Test
	void brokerThatIsNotThereIsTold() {
		this.bare.withConfiguration(AutoConfigurations.of(RabbitAutoConfiguration.class))
			.withPropertyValues("spring.rabbitmq.addresses=127.0.0.1:1")
			.withBean(Shop.class)
			.run((context) -> assertThat(this.reports.of(context).getDescription()).contains("Shop.sell",
					"the broker cannot be reached"));
	}

	@Test
	void nothingIsTouchedBeforeAWorkerNamesTheProvider() {
		runner().withPropertyValues("atasker.defaults.provider=memory").withBean(Shop.class).run((context) -> {
			assertThat(context.getBeanFactory().containsSingleton("ataskerRabbitQueueProvider")).isFalse();
			assertThat(context).hasSingleBean(RabbitQueueProvider.class);
		});
	}

	@Test
	void missingConnectionFactoryIsToldWithAdvice() {
		this.bare.withBean(Shop.class).run((context) -> {
			FailureAnalysis analysis = this.reports.of(context);
			assertThat(analysis.getDescription()).contains("Shop.sell", "\"rabbit\"",
					"there is no such queue provider");
			assertThat(analysis.getAction()).contains("Give the application a ConnectionFactory of Spring AMQP");
		});
	}

	@Test
	void missingLibraryIsToldWithAdvice() {
		runner().withClassLoader(new FilteredClassLoader(ConnectionFactory.class))
			.withBean(Shop.class)
			.run((context) -> assertThat(this.reports.of(context).getAction()).contains("spring-boot-starter-amqp"));
	}

	@Test
	void settingThatDoesNotFitIsTold() {
		runner().withPropertyValues("atasker.cluster.rabbit.heartbeat=10ms").withBean(Shop.class).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).hasStackTraceContaining("atasker.cluster.rabbit")
				.hasStackTraceContaining("heartbeat must be at least PT1S");
		});
	}

	@Test
	void orderOfItemsIsTold() {
		runner().withBean(Sorted.class)
			.run((context) -> assertThat(this.reports.of(context).getDescription())
				.contains("it needs the feature ITEM_ORDER, which queue provider rabbit does not have"));
	}

	record Order(String name, int amount) {

	}

	static class Shop {

		private final BackgroundQueueWorker<Order> orders;

		private final List<String> done = new CopyOnWriteArrayList<>();

		private final List<String> ids = new CopyOnWriteArrayList<>();

		private final List<Integer> attempts = new CopyOnWriteArrayList<>();

		private volatile boolean failing;

		private volatile Semaphore permits;

		Shop(BackgroundQueueWorker<Order> orders) {
			this.orders = orders;
		}

		@QueueWorker(name = "orders", retry = @Retry(maxRetries = "2", delay = "10ms"), interruptOnStop = true)
		void sell(Order order, WorkContext context) throws InterruptedException {
			this.attempts.add(context.attempt());
			this.ids.add(context.itemId());
			Semaphore needed = this.permits;
			if (needed != null && !needed.tryAcquire(60, TimeUnit.SECONDS)) {
				throw new IllegalStateException("held for too long");
			}
			if (this.failing) {
				throw new IllegalStateException("no stock of " + order.name());
			}
			this.done.add(order.name());
		}

	}

	static class Sorted {

		@QueueWorker(name = "sorted", queueType = PriorityQueue.class)
		void take(String text) {
		}

	}

}
