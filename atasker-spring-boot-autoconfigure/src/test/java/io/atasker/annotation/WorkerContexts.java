package io.atasker.annotation;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.atasker.supervisor.Supervisor;
import io.atasker.worker.AfterCommit;
import io.atasker.worker.InvalidWorkerException;
import io.atasker.worker.WorkerBuilder;
import io.atasker.worker.WorkerLeases;
import io.atasker.worker.Workers;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Application contexts with an engine and nothing else. The supervisor is not started.
 */
final class WorkerContexts {

	private WorkerContexts() {
	}

	static ApplicationContextRunner with(Class<?>... beans) {
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(PropertyPlaceholderAutoConfiguration.class, AopAutoConfiguration.class))
			.withUserConfiguration(Engine.class)
			.withUserConfiguration(beans);
	}

	/**
	 * Runs a context with a running supervisor.
	 */
	static void started(ApplicationContextRunner runner, Consumer<AssertableApplicationContext> consumer) {
		runner.run((context) -> {
			assertThat(context).hasNotFailed();
			context.getBean(Supervisor.class).start();
			consumer.accept(context);
		});
	}

	/**
	 * Returns why a context does not start.
	 */
	static InvalidWorkerException failure(ApplicationContextRunner runner) {
		AtomicReference<@Nullable InvalidWorkerException> failure = new AtomicReference<>();
		runner.run((context) -> {
			assertThat(context).hasFailed();
			Throwable cause = context.getStartupFailure();
			while (cause != null && !(cause instanceof InvalidWorkerException)) {
				cause = cause.getCause();
			}
			assertThat(cause).as("cause of", context.getStartupFailure()).isNotNull();
			failure.set((InvalidWorkerException) cause);
		});
		return failure.get();
	}

	static InvalidWorkerException failure(Class<?>... beans) {
		return failure(with(beans));
	}

	@Configuration(proxyBeanMethods = false)
	@Import(WorkerAnnotationConfiguration.class)
	static class Engine {

		@Bean(destroyMethod = "close")
		Supervisor supervisor() {
			return Supervisor.builder().name(Supervisor.DEFAULT_NAME).loop("io").build();
		}

		@Bean
		Workers workers(ObjectProvider<Supervisor> supervisors, ObjectProvider<AfterCommit> afterCommit,
				ObjectProvider<Consumer<WorkerBuilder<?, ?>>> customizer) {
			return Workers.builder()
				.supervisors(supervisors.stream().toList())
				.cronParser(new SpringCronParser())
				.leases(WorkerLeases.ONLY_NODE)
				.afterCommit(afterCommit.getIfAvailable(() -> AfterCommit.NONE))
				.customizer(customizer.getIfAvailable(() -> (builder) -> {
				}))
				.build();
		}

	}

}
