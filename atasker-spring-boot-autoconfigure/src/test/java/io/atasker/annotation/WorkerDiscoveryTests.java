package io.atasker.annotation;

import java.util.List;

import io.atasker.testsupport.LeakGuard;
import io.atasker.worker.BackgroundQueueWorker;
import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.TriggerableWorker;
import io.atasker.worker.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for where workers are found, and when.
 */
@ExtendWith(LeakGuard.class)
class WorkerDiscoveryTests {

	@Test
	void configurationClassMayHaveWorkers() {
		WorkerContexts.started(WorkerContexts.with(Application.class), (context) -> {
			TriggerableWorker worker = context.getBean(Workers.class).get("refresh", TriggerableWorker.class);
			worker.trigger();
			await().until(() -> worker.snapshot().executions().succeeded() == 1);
		});
	}

	@Test
	void beanOfAGenericClassHasTheItemsOfItsSubclass() {
		WorkerContexts.with(Orders.class)
			.run((context) -> assertThat(context.getBean(Workers.class).get("handle").definition().queue().itemType())
				.isEqualTo(Order.class));
	}

	@Test
	void itemThatTheClassLeavesOpenIsOfTheBoundOfItsType() {
		WorkerContexts.with(Open.class)
			.run((context) -> assertThat(context.getBean(Workers.class).get("handle").definition().queue().itemType())
				.isEqualTo(Number.class));
	}

	@Test
	void genericItemKeepsItsArguments() {
		WorkerContexts.with(Batches.class, BatchUser.class)
			.run((context) -> assertThat(context.getBean(BatchUser.class).worker().name()).isEqualTo("batches"));
	}

	@Test
	void beansAreNotMadeToFindTheirWorkers() {
		new ApplicationContextRunner().withUserConfiguration(WorkerContexts.Engine.class, Eager.class)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void placeholderInANameNeedsNoConfigurer() {
		new ApplicationContextRunner().withUserConfiguration(WorkerContexts.Engine.class, Named.class)
			.withPropertyValues("name=feed")
			.run((context) -> assertThat(context.getBean(Workers.class).find("feed")).isNotNull());
	}

	@Test
	void childContextHasItsOwnWorkersOnly() {
		WorkerContexts.with(Orders.class)
			.run((parent) -> WorkerContexts.with(Open.class).withParent(parent).run((child) -> {
				assertThat(names(child.getBean(Workers.class))).containsExactly("handle");
				assertThat(child.getBean(Workers.class)).isNotSameAs(parent.getBean(Workers.class));
				assertThat(names(parent.getBean(Workers.class))).containsExactly("handle");
			}));
	}

	@Test
	void childContextMayUseTheWorkersOfItsParent() {
		WorkerContexts.with(Batches.class)
			.run((parent) -> new ApplicationContextRunner().withParent(parent)
				.withUserConfiguration(BatchUser.class, Orders.class)
				.run((child) -> {
					assertThat(child.getBean(BatchUser.class).worker())
						.isSameAs(parent.getBean(Workers.class).get("batches"));
					assertThat(names(parent.getBean(Workers.class))).containsExactly("batches", "texts");
				}));
	}

	@Test
	void beanDefinitionSaysWhereTheWorkerIsDeclared() {
		WorkerContexts.with(Orders.class)
			.run((context) -> assertThat(
					context.getBeanFactory().getBeanDefinition("atasker.worker.handle").getResourceDescription())
				.isEqualTo(Orders.class.getName() + ".handle(Order)"));
	}

	private static List<String> names(Workers workers) {
		return workers.stream().map(BackgroundWorker::name).toList();
	}

	@Configuration
	static class Application {

		@EventWorker
		private void refresh() {
		}

	}

	record Order(String id) {

	}

	abstract static class Handler<T> {

		@QueueWorker
		void handle(T item) {
		}

	}

	static class Orders extends Handler<Order> {

		@Override
		void handle(Order item) {
		}

	}

	static class Open<N extends Number> extends Handler<N> {

	}

	static class Batches {

		@QueueWorker
		void batches(List<Order> batch) {
		}

		@QueueWorker
		void texts(List<String> batch) {
		}

	}

	record BatchUser(BackgroundQueueWorker<List<Order>> worker) {

	}

	static class Named {

		@Worker("${name}")
		void work() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Eager {

		@Bean
		@DependsOn("ready")
		FactoryBean<Orders> orders() {
			return new FactoryBean<>() {

				@Override
				public Orders getObject() {
					return new Orders();
				}

				@Override
				public Class<?> getObjectType() {
					throw new IllegalStateException("too early");
				}

			};
		}

		@Bean
		String ready() {
			return "";
		}

	}

}
