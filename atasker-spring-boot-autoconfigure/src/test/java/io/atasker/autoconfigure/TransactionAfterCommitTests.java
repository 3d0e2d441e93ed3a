package io.atasker.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

import ch.qos.logback.classic.Level;
import io.atasker.annotation.EventWorker;
import io.atasker.annotation.QueueWorker;
import io.atasker.supervisor.ShutdownPolicy;
import io.atasker.supervisor.Supervisor;
import io.atasker.testsupport.LeakGuard;
import io.atasker.testsupport.LogCapture;
import io.atasker.worker.BackgroundEventWorker;
import io.atasker.worker.BackgroundQueueWorker;
import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.TriggerResult;
import io.atasker.worker.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link TransactionAfterCommit}, with a database.
 */
@ExtendWith(LeakGuard.class)
class TransactionAfterCommitTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AtaskerAutoConfiguration.class))
		.withUserConfiguration(Database.class)
		.withBean(Shop.class);

	@Test
	void itemsAreTakenWhenTheirRowsCanBeRead() {
		run((context, shop) -> {
			required(context).executeWithoutResult((status) -> {
				shop.order(1);
				shop.order(2);
				assertThat(shop.orders.size()).isZero();
				assertThat(shop.summary.snapshot().executions().running()).isZero();
			});
			await().untilAsserted(() -> assertThat(shop.read).containsExactly("1 found 1", "2 found 1"));
			await().until(() -> shop.summaries.get() > 0);
		});
	}

	@Test
	void nothingHappensAfterARollback() {
		run((context, shop) -> {
			required(context).executeWithoutResult((status) -> {
				shop.order(1);
				status.setRollbackOnly();
			});
			assertThat(shop.orders.size()).isZero();
			required(context).executeWithoutResult((status) -> shop.order(2));
			await().untilAsserted(() -> assertThat(shop.read).containsExactly("2 found 1"));
			await().until(() -> shop.summaries.get() == 1);
			await().until(() -> shop.orders.snapshot().executions().succeeded() == 1);
		});
	}

	@Test
	void innerTransactionCountsForWhatIsInIt() {
		run((context, shop) -> required(context).executeWithoutResult((outer) -> {
			shop.order(1);
			TransactionTemplate inner = required(context);
			inner.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
			inner.executeWithoutResult((status) -> shop.order(2));
			await().untilAsserted(() -> assertThat(shop.read).containsExactly("2 found 1"));
			outer.setRollbackOnly();
		}));
	}

	@Test
	void putAfterTheCommitItselfIsNotLost() {
		run((context, shop) -> {
			required(context).executeWithoutResult((status) -> TransactionSynchronizationManager
				.registerSynchronization(new TransactionSynchronization() {

					@Override
					public void afterCommit() {
						shop.orders.put(1);
					}

					@Override
					public void afterCompletion(int outcome) {
						shop.orders.put(2);
					}

				}));
			await().untilAsserted(() -> assertThat(shop.read).containsExactlyInAnyOrder("1 found 0", "2 found 0"));
		});
	}

	@Test
	void commitAfterTheStopOfTheSupervisorIsToldAndServedByTheNextStart() {
		run((context, shop) -> {
			Supervisor supervisor = context.getBean(Supervisor.class);
			try (LogCapture log = LogCapture.of(BackgroundWorker.class)) {
				required(context).executeWithoutResult((status) -> {
					shop.order(1);
					assertThat(supervisor.stop(ShutdownPolicy.graceful(Duration.ofSeconds(5))).returned()).isEmpty();
				});
				assertThat(log.messages(Level.WARN)).hasSize(2)
					.allMatch((message) -> message.startsWith("Supervisor 'default' was stopped before"))
					.anyMatch((message) -> message.contains("an item was put for worker 'orders'"))
					.anyMatch((message) -> message.contains("it was triggered for worker 'summary'"));
			}
			assertThat(shop.orders.size()).isOne();
			supervisor.start();
			await().untilAsserted(() -> assertThat(shop.read).containsExactly("1 found 1"));
			await().until(() -> shop.summaries.get() == 1);
		});
	}

	@Test
	void commitAfterTheStopOrTheRemovalOfAWorkerIsTold() {
		run((context, shop) -> {
			try (LogCapture log = LogCapture.of(BackgroundWorker.class)) {
				required(context).executeWithoutResult((status) -> {
					shop.order(1);
					shop.summary.stop();
					context.getBean(Workers.class).remove(shop.orders.name());
				});
				assertThat(log.messages(Level.WARN)).containsExactlyInAnyOrder(
						"Worker 'orders' was removed before the transaction was committed in which an item was put; that is lost",
						"Worker 'summary' was stopped before the transaction was committed in which it was triggered");
			}
		});
	}

	@Test
	void unknownOutcomeDropsAndSaysSo() {
		AtomicInteger runs = new AtomicInteger();
		TransactionSynchronizationManager.initSynchronization();
		TransactionSynchronizationManager.setActualTransactionActive(true);
		try (LogCapture log = LogCapture.of(TransactionAfterCommit.class)) {
			assertThat(new TransactionAfterCommit().defer(runs::incrementAndGet)).isTrue();
			TransactionSynchronizationManager.getSynchronizations()
				.forEach((each) -> each.afterCompletion(TransactionSynchronization.STATUS_UNKNOWN));
			assertThat(runs).hasValue(0);
			assertThat(log.messages(Level.WARN)).singleElement().asString().contains("unknown", "dropped");
		}
		finally {
			TransactionSynchronizationManager.clear();
		}
	}

	@Test
	void withoutATransactionPutIsImmediate() {
		run((context, shop) -> {
			TransactionTemplate supports = required(context);
			supports.setPropagationBehavior(TransactionDefinition.PROPAGATION_SUPPORTS);
			supports.executeWithoutResult((status) -> {
				shop.orders.put(1);
				await().untilAsserted(() -> assertThat(shop.read).containsExactly("1 found 0"));
			});
		});
	}

	@Test
	void optOutMakesPutAndTriggerImmediate() {
		this.runner.withPropertyValues("atasker.transaction-aware=false").run((context) -> {
			Shop shop = context.getBean(Shop.class);
			required(context).executeWithoutResult((status) -> {
				shop.order(1);
				await().untilAsserted(() -> assertThat(shop.read).containsExactly("1 found 0"));
				await().until(() -> shop.summaries.get() == 1);
				status.setRollbackOnly();
			});
		});
	}

	private void run(BiConsumer<AssertableApplicationContext, Shop> test) {
		this.runner.run((context) -> test.accept(context, context.getBean(Shop.class)));
	}

	private static TransactionTemplate required(AssertableApplicationContext context) {
		return new TransactionTemplate(context.getBean(DataSourceTransactionManager.class));
	}

	static class Shop {

		private final BackgroundQueueWorker<Integer> orders;

		private final BackgroundEventWorker summary;

		private final JdbcClient jdbc;

		private final List<String> read = new CopyOnWriteArrayList<>();

		private final AtomicInteger summaries = new AtomicInteger();

		Shop(BackgroundQueueWorker<Integer> orders, BackgroundEventWorker summary, JdbcClient jdbc) {
			this.orders = orders;
			this.summary = summary;
			this.jdbc = jdbc;
		}

		void order(int number) {
			this.orders.put(number);
			assertThat(this.summary.trigger()).isIn(TriggerResult.ACCEPTED, TriggerResult.MERGED);
			this.jdbc.sql("insert into item values (?)").param(number).update();
		}

		@QueueWorker
		void orders(int number) {
			long count = this.jdbc.sql("select count(*) from item where number = ?")
				.param(number)
				.query(Long.class)
				.single();
			this.read.add(number + " found " + count);
		}

		@EventWorker
		void summary() {
			this.summaries.incrementAndGet();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Database {

		@Bean(destroyMethod = "shutdown")
		EmbeddedDatabase dataSource() {
			EmbeddedDatabase database = new EmbeddedDatabaseBuilder().setType(EmbeddedDatabaseType.H2)
				.generateUniqueName(true)
				.build();
			JdbcClient.create(database).sql("create table item (number int)").update();
			return database;
		}

		@Bean
		JdbcClient jdbc(EmbeddedDatabase dataSource) {
			return JdbcClient.create(dataSource);
		}

		@Bean
		DataSourceTransactionManager transactions(EmbeddedDatabase dataSource) {
			return new DataSourceTransactionManager(dataSource);
		}

	}

}
