package io.atasker.autoconfigure;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.zaxxer.hikari.HikariDataSource;
import io.atasker.annotation.QueueWorker;
import io.atasker.annotation.Retry;
import io.atasker.cluster.jdbc.JdbcQueueProvider;
import io.atasker.queue.DeadLetter;
import io.atasker.supervisor.Priority;
import io.atasker.testsupport.LeakGuard;
import io.atasker.worker.BackgroundQueueWorker;
import io.atasker.worker.Initiator;
import io.atasker.worker.PutOptions;
import io.atasker.worker.WorkContext;
import io.atasker.worker.Workers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Workers whose queues are in a database: H2 in a file.
 */
@Tag("waiting")
@ExtendWith(LeakGuard.class)
class JdbcQueueAutoConfigurationTests {

	@TempDir
	Path folder;

	private final FailureReports reports = new FailureReports();

	private final ApplicationContextRunner bare = new ApplicationContextRunner().withInitializer(this.reports)
		.withConfiguration(
				AutoConfigurations.of(AtaskerAutoConfiguration.class, AtaskerJdbcQueueAutoConfiguration.class))
		.withPropertyValues("atasker.defaults.provider=jdbc", "atasker.cluster.initialize-schema=always",
				"atasker.cluster.jdbc.poll-interval=100ms");

	private ApplicationContextRunner runner() {
		return this.bare.withBean(DataSource.class, this::database);
	}

	private HikariDataSource database() {
		HikariDataSource dataSource = new HikariDataSource();
		dataSource.setJdbcUrl("jdbc:h2:file:" + this.folder.resolve("queues"));
		return dataSource;
	}

	@Test
	void itemsAreWorkedOnAndLeaveTheTable() {
		runner().withBean(Shop.class).run((context) -> {
			Shop shop = context.getBean(Shop.class);
			shop.orders.put(new Order("a", 1));
			shop.orders.put(new Order("b", 2), new PutOptions(Duration.ZERO, null, "named"));
			await().untilAsserted(() -> assertThat(shop.done).containsExactlyInAnyOrder("a", "b"));
			assertThat(shop.ids).contains("named").hasSize(2);
			JdbcTemplate jdbc = new JdbcTemplate(context.getBean(DataSource.class));
			await().until(() -> jdbc.queryForObject("select count(*) from atasker_queue", Long.class) == 0);
			assertThat(shop.orders.snapshot().queue().provider()).isEqualTo("jdbc");
			assertThat(shop.orders.snapshot().executions().succeeded()).isEqualTo(2);
		});
	}

	@Test
	void newItemDoesNotWaitForTheNextLook() {
		runner().withPropertyValues("atasker.cluster.jdbc.poll-interval=1h").withBean(Shop.class).run((context) -> {
			Shop shop = context.getBean(Shop.class);
			for (int i = 1; i <= 5; i++) {
				int number = i;
				shop.orders.put(new Order("item " + i, 1));
				await().atMost(Duration.ofSeconds(60)).until(() -> shop.done.size() == number);
			}
		});
	}

	/**
	 * Two counts of an empty queue are alike, though items came and went between them.
	 */
	@Test
	void queueThatWasFullTakesMoreOnceItIsEmptyAgain() {
		runner().withPropertyValues("atasker.workers.orders.capacity=2").withBean(Shop.class).run((context) -> {
			Shop shop = context.getBean(Shop.class);
			shop.orders.put(new Order("a", 1));
			shop.orders.put(new Order("b", 1));
			await().untilAsserted(() -> assertThat(shop.done).containsExactlyInAnyOrder("a", "b"));
			await().atMost(Duration.ofSeconds(60)).until(() -> shop.orders.offer(new Order("c", 1)));
			await().untilAsserted(() -> assertThat(shop.done).contains("c"));
		});
	}

	@Test
	void itemWithinATransactionOfSomethingElseFollowsThatAlsoWhereTheDatabaseWasUsed() {
		runner().withBean(Shop.class).run((context) -> {
			Shop shop = context.getBean(Shop.class);
			DataSource database = context.getBean(DataSource.class);
			TransactionTemplate other = new TransactionTemplate(
					new DataSourceTransactionManager(new DriverManagerDataSource("jdbc:h2:mem:other")));
			other.executeWithoutResult((status) -> {
				new JdbcTemplate(database).queryForObject("select count(*) from atasker_queue", Long.class);
				shop.orders.put(new Order("never", 1));
				status.setRollbackOnly();
			});
			other.executeWithoutResult((status) -> {
				new JdbcTemplate(database).queryForObject("select count(*) from atasker_queue", Long.class);
				shop.orders.put(new Order("after", 1));
				assertThat(shop.done).isEmpty();
			});
			await().untilAsserted(() -> assertThat(shop.done).containsExactly("after"));
		});
	}

	@Test
	void itemsSurviveTheApplication() {
		runner().withPropertyValues("atasker.auto-start=false").withBean(Shop.class).run((context) -> {
			Shop shop = context.getBean(Shop.class);
			shop.orders.put(new Order("kept", 1));
			await().until(() -> shop.orders.size() == 1);
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
			assertThat(shop.orders.snapshot().queue().dead()).isOne();
			assertThat(shop.orders.statistics().deadLetters()).isOne();
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
	void putBelongsToTheTransactionOfTheCaller() {
		runner().withBean(Shop.class).run((context) -> {
			Shop shop = context.getBean(Shop.class);
			DataSource database = context.getBean(DataSource.class);
			JdbcTemplate inside = new JdbcTemplate(database);
			TransactionTemplate transaction = new TransactionTemplate(new DataSourceTransactionManager(database));
			transaction.executeWithoutResult((status) -> {
				shop.orders.put(new Order("rolled back", 1));
				assertThat(count(inside)).isOne();
				status.setRollbackOnly();
			});
			assertThat(count(inside)).isZero();
			transaction.executeWithoutResult((status) -> {
				shop.orders.put(new Order("committed", 1));
				assertThat(shop.done).isEmpty();
			});
			await().untilAsserted(() -> assertThat(shop.done).containsExactly("committed"));
		});
	}

	@Test
	void putAfterTheCommitItselfIsNotLost() {
		runner().withBean(Shop.class).run((context) -> {
			Shop shop = context.getBean(Shop.class);
			TransactionTemplate transaction = new TransactionTemplate(
					new DataSourceTransactionManager(context.getBean(DataSource.class)));
			transaction.executeWithoutResult((status) -> TransactionSynchronizationManager
				.registerSynchronization(new TransactionSynchronization() {

					@Override
					public void afterCommit() {
						shop.orders.put(new Order("after commit", 1));
					}

					@Override
					public void afterCompletion(int outcome) {
						shop.orders.put(new Order("after completion", 1));
					}

				}));
			await().untilAsserted(
					() -> assertThat(shop.done).containsExactlyInAnyOrder("after commit", "after completion"));
		});
	}

	@Test
	void optOutMakesPutImmediate() {
		runner().withPropertyValues("atasker.transaction-aware=false").withBean(Shop.class).run((context) -> {
			Shop shop = context.getBean(Shop.class);
			new TransactionTemplate(new DataSourceTransactionManager(context.getBean(DataSource.class)))
				.executeWithoutResult((status) -> {
					shop.orders.put(new Order("at once", 1));
					await().untilAsserted(() -> assertThat(shop.done).containsExactly("at once"));
					status.setRollbackOnly();
				});
		});
	}

	@Test
	void stoppedWorkerGivesItsItemBack() {
		runner().withBean(Shop.class).run((context) -> {
			Shop shop = context.getBean(Shop.class);
			shop.permits = new Semaphore(0);
			shop.orders.put(new Order("interrupted", 1));
			await().until(() -> shop.orders.snapshot().executions().running() == 1);
			assertThat(shop.orders.stop()).isTrue();
			JdbcTemplate jdbc = new JdbcTemplate(context.getBean(DataSource.class));
			await().until(() -> jdbc.queryForObject("select count(*) from atasker_queue where picked = false",
					Long.class) == 1);
			shop.permits = null;
			shop.orders.start();
			await().untilAsserted(() -> assertThat(shop.done).containsExactly("interrupted"));
			assertThat(shop.attempts).containsExactly(1, 1);
		});
	}

	@Test
	void itemThatHasCostManyNodesIsGivenUpUnseen() {
		runner().withPropertyValues("atasker.workers.orders.auto-start=false").withBean(Shop.class).run((context) -> {
			Shop shop = context.getBean(Shop.class);
			shop.orders.put(new Order("poison", 1));
			new JdbcTemplate(context.getBean(DataSource.class))
				.update("update atasker_queue set consecutive_failures = 10");
			shop.orders.start();
			await().until(() -> shop.orders.deadLetters().size() == 1);
			assertThat(shop.orders.deadLetters().list(1).get(0).error()).contains("10 nodes have died or frozen");
			assertThat(shop.attempts).isEmpty();
		});
	}

	@Test
	void concurrencyIsHeldWhileItChanges() {
		runner().withBean(Shop.class).run((context) -> {
			Shop shop = context.getBean(Shop.class);
			shop.permits = new Semaphore(0);
			for (int i = 0; i < 6; i++) {
				shop.orders.put(new Order("item " + i, 1));
			}
			await().until(() -> shop.orders.snapshot().executions().running() == 1);
			shop.orders.control()
				.change(new io.atasker.worker.WorkerSettings(null, null, null, null, null, 3, null, null), null,
						Initiator.APPLICATION);
			await().until(() -> shop.orders.snapshot().executions().running() == 3);
			shop.permits.release(6);
			await().until(() -> shop.done.size() == 6);
		});
	}

	@Test
	void fullQueueRefuses() {
		runner().withPropertyValues("atasker.auto-start=false", "atasker.workers.orders.capacity=2")
			.withBean(Shop.class)
			.run((context) -> {
				Shop shop = context.getBean(Shop.class);
				assertThat(shop.orders.offer(new Order("a", 1))).isTrue();
				assertThat(shop.orders.offer(new Order("b", 1))).isTrue();
				assertThat(shop.orders.offer(new Order("c", 1))).isFalse();
				assertThat(shop.orders.statistics().rejected()).isOne();
			});
	}

	@Test
	void providerIsChosenPerWorker() {
		runner().withPropertyValues("atasker.workers.orders.provider=memory").withBean(Shop.class).run((context) -> {
			Shop shop = context.getBean(Shop.class);
			shop.orders.put(new Order("here", 1));
			await().untilAsserted(() -> assertThat(shop.done).containsExactly("here"));
			assertThat(shop.orders.snapshot().queue().provider()).isEqualTo("memory");
		});
	}

	@Test
	void nothingIsTouchedBeforeAWorkerNamesTheProvider() {
		runner().withPropertyValues("atasker.defaults.provider=memory").withBean(Shop.class).run((context) -> {
			assertThat(context.getBeanFactory().containsSingleton("ataskerJdbcQueueProvider")).isFalse();
			assertThat(context).hasSingleBean(JdbcQueueProvider.class);
		});
	}

	@Test
	void workersThatAreMadeLaterMayUseItToo() {
		runner().run((context) -> {
			List<String> done = new CopyOnWriteArrayList<>();
			BackgroundQueueWorker<String> late = context.getBean(Workers.class)
				.define("late")
				.queue(String.class)
				.executor((item, work) -> done.add(item))
				.register();
			late.put("x");
			await().untilAsserted(() -> assertThat(done).containsExactly("x"));
			assertThat(context.getBean(Workers.class).remove("late")).isTrue();
		});
	}

	@Test
	void missingDataSourceIsToldWithAdvice() {
		this.bare.withBean(Shop.class).run((context) -> {
			FailureAnalysis analysis = this.reports.of(context);
			assertThat(analysis.getDescription()).contains("Shop.sell", "\"jdbc\"", "there is no such queue provider");
			assertThat(analysis.getAction()).contains("Give the application a DataSource, by spring.datasource.url");
		});
	}

	@Test
	void missingEngineIsToldWithAdvice() {
		runner().withClassLoader(new FilteredClassLoader(Scheduler.class)).withBean(Shop.class).run((context) -> {
			FailureAnalysis analysis = this.reports.of(context);
			assertThat(analysis.getDescription()).contains("Shop.sell", "there is no such queue provider");
			assertThat(analysis.getAction()).contains("com.github.kagkarlsson:db-scheduler");
		});
	}

	@Test
	void missingTableIsToldWithAdvice() {
		runner().withPropertyValues("atasker.cluster.initialize-schema=never").withBean(Shop.class).run((context) -> {
			FailureAnalysis analysis = this.reports.of(context);
			assertThat(analysis.getDescription()).contains("Shop.sell", "its table atasker_queue is missing",
					"atasker.cluster.initialize-schema=always");
		});
	}

	@Test
	void settingThatDoesNotFitIsTold() {
		runner().withPropertyValues("atasker.cluster.jdbc.missed-heartbeats=3").withBean(Shop.class).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).hasStackTraceContaining("atasker.cluster.jdbc")
				.hasStackTraceContaining("at least 4 heartbeats must be missed before an item is given away, not 3");
		});
	}

	@Test
	void itemTypeThatCannotBeConvertedIsTold() {
		runner().withBean(Streams.class).run((context) -> {
			FailureAnalysis analysis = this.reports.of(context);
			assertThat(analysis.getDescription()).contains("Streams.read",
					"the items of 'streams' leave the JVM, and items of type java.io.InputStream cannot be converted");
			assertThat(analysis.getAction()).contains("Let the items be values");
		});
	}

	@Test
	void partThatCannotBeConvertedIsTold() {
		runner().withBean(Parcels.class)
			.run((context) -> assertThat(this.reports.of(context).getDescription()).contains("parcels",
					"Parcel cannot be converted", "java.io.InputStream"));
	}

	@Test
	void orderOfItemsIsTold() {
		runner().withBean(Sorted.class).run((context) -> {
			FailureAnalysis analysis = this.reports.of(context);
			assertThat(analysis.getDescription()).contains("Sorted.take", "queueType", "PriorityQueue",
					"it needs the feature ITEM_ORDER, which queue provider jdbc does not have");
		});
	}

	private static long count(JdbcTemplate jdbc) {
		return jdbc.queryForObject("select count(*) from atasker_queue", Long.class);
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

	static class Streams {

		@QueueWorker(name = "streams")
		void read(InputStream stream) {
		}

	}

	record Parcel(String name, InputStream content) {

	}

	static class Parcels {

		@QueueWorker(name = "parcels")
		void send(Parcel parcel) {
		}

	}

	static class Sorted {

		@QueueWorker(name = "sorted", queueType = PriorityQueue.class)
		void take(String text) {
		}

	}

}
