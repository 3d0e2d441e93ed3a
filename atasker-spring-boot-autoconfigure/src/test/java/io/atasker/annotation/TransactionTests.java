package io.atasker.annotation;

import io.atasker.testsupport.LeakGuard;
import io.atasker.worker.BackgroundQueueWorker;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.aop.support.AopUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for methods that are transactional.
 */
@ExtendWith(LeakGuard.class)
class TransactionTests {

	private static final Seen seen = new Seen();

	@BeforeEach
	void reset() {
		seen.clear();
	}

	@Test
	void executionIsATransaction() {
		WorkerContexts.started(WorkerContexts.with(Database.class, Store.class), (context) -> {
			assertThat(AopUtils.isAopProxy(context.getBean(Store.class))).isTrue();
			put(context.getBean(BackgroundQueueWorker.class), "good");
			assertThat(seen.next()).containsExactly(true);
			await().until(() -> count(context.getBean(JdbcClient.class)) == 1);
		});
	}

	@Test
	void failedExecutionIsRolledBack() {
		WorkerContexts.started(WorkerContexts.with(Database.class, Store.class), (context) -> {
			BackgroundQueueWorker<?> worker = context.getBean(BackgroundQueueWorker.class);
			put(worker, "bad");
			await().until(() -> worker.snapshot().executions().failed() == 1);
			assertThat(count(context.getBean(JdbcClient.class))).isZero();
		});
	}

	@SuppressWarnings("unchecked")
	private static void put(BackgroundQueueWorker<?> worker, String item) {
		((BackgroundQueueWorker<String>) worker).put(item);
	}

	private static long count(JdbcClient jdbc) {
		return jdbc.sql("select count(*) from item").query(Long.class).single();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement(proxyTargetClass = true)
	static class Database {

		@Bean(destroyMethod = "shutdown")
		EmbeddedDatabase dataSource() {
			EmbeddedDatabase database = new EmbeddedDatabaseBuilder().setType(EmbeddedDatabaseType.H2)
				.generateUniqueName(true)
				.build();
			JdbcClient.create(database).sql("create table item (name varchar(20))").update();
			return database;
		}

		@Bean
		JdbcClient jdbc(EmbeddedDatabase dataSource) {
			return JdbcClient.create(dataSource);
		}

		@Bean
		DataSourceTransactionManager transactionManager(EmbeddedDatabase dataSource) {
			return new DataSourceTransactionManager(dataSource);
		}

	}

	static class Store {

		private final JdbcClient jdbc;

		Store(JdbcClient jdbc) {
			this.jdbc = jdbc;
		}

		@QueueWorker
		@Transactional
		void store(String item) {
			this.jdbc.sql("insert into item values (?)").param(item).update();
			seen.add(TransactionSynchronizationManager.isActualTransactionActive());
			if (item.equals("bad")) {
				throw new IllegalStateException("as told");
			}
		}

	}

}
