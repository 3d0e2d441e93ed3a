package io.atasker.annotation;

import java.util.concurrent.atomic.AtomicInteger;

import io.atasker.testsupport.LeakGuard;
import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.InvalidWorkerException;
import io.atasker.worker.TriggerableWorker;
import io.atasker.worker.Workers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for workers that only show on the instance of their bean.
 */
@ExtendWith({ LeakGuard.class, OutputCaptureExtension.class })
class LateWorkersTests {

	private static final AtomicInteger runs = new AtomicInteger();

	@BeforeEach
	void reset() {
		runs.set(0);
	}

	@Test
	void workerOfABeanThatIsDeclaredByItsInterfaceWorks(CapturedOutput output) {
		WorkerContexts.started(WorkerContexts.with(ByInterface.class), (context) -> {
			runs(context.getBean(Workers.class), "hidden");
			assertThat(context.containsBean("atasker.worker.hidden")).isFalse();
			assertThat(output)
				.contains("worker 'hidden' cannot be injected, since the definition of bean 'service' does"
						+ " not tell its class, " + Hidden.class.getName());
		});
	}

	@Test
	void workerOfAClassThatIsDeclaredByItsInterfaceWorks() {
		WorkerContexts.started(WorkerContexts.with(AnnotatedByInterface.class),
				(context) -> runs(context.getBean(Workers.class), "service"));
	}

	@Test
	void workerOfAProductOfAFactoryBeanWorks() {
		WorkerContexts.started(WorkerContexts.with(ByFactoryBean.class), (context) -> {
			context.getBean("service");
			runs(context.getBean(Workers.class), "hidden");
		});
	}

	@Test
	void workerOfAFactoryBeanItselfWorks() {
		WorkerContexts.started(WorkerContexts.with(WithFactoryBean.class),
				(context) -> runs(context.getBean(Workers.class), "refill"));
	}

	@Test
	void workerOfASingletonThatWasRegisteredAsSuchWorks() {
		ApplicationContextRunner runner = WorkerContexts.with()
			.withInitializer((context) -> context.getBeanFactory().registerSingleton("service", new Hidden()));
		WorkerContexts.started(runner, (context) -> runs(context.getBean(Workers.class), "hidden"));
	}

	@Test
	void workerOfALazyBeanIsRegisteredWhenTheBeanIsMade() {
		WorkerContexts.started(WorkerContexts.with(LazyByInterface.class), (context) -> {
			assertThat(context.getBean(Workers.class).find("hidden")).isNull();
			context.getBean(Service.class);
			runs(context.getBean(Workers.class), "hidden");
		});
	}

	@Test
	void workerThatIsKnownByItsInterfaceIsNotRegisteredTwice() {
		WorkerContexts.with(Known.class)
			.run((context) -> assertThat(context.getBean(Workers.class).stream()).extracting(BackgroundWorker::name)
				.containsExactlyInAnyOrder("accept"));
	}

	@Test
	void prototypeThatIsDeclaredByItsInterfaceIsRefusedWhenItIsMade() {
		WorkerContexts.with(PrototypeByInterface.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThatException().isThrownBy(() -> context.getBean(Service.class))
				.havingRootCause()
				.isInstanceOf(InvalidWorkerMethodException.class)
				.withMessageContaining("the bean has the scope 'prototype'");
		});
	}

	@Test
	void innerBeanIsRefused() {
		InvalidWorkerException failure = WorkerContexts.failure(WorkerContexts.with().withInitializer((context) -> {
			RootBeanDefinition inner = new RootBeanDefinition(Hidden.class);
			RootBeanDefinition outer = new RootBeanDefinition(Holder.class);
			outer.getPropertyValues().add("service", inner);
			((GenericApplicationContext) context).registerBeanDefinition("holder", outer);
		}));
		assertThat(failure.problem())
			.isEqualTo("the bean is part of another one, so it cannot be found when the method shall be called");
	}

	@Test
	void nameThatIsTakenIsRefusedNamingBoth() {
		InvalidWorkerException failure = WorkerContexts.failure(ByInterface.class, AlsoHidden.class);
		assertThat(failure.attribute()).isEqualTo("name");
		assertThat(failure.subject()).startsWith("bean 'service'");
		assertThat(failure.problem()).startsWith("bean 'lateWorkersTests.AlsoHidden'");
	}

	private static void runs(Workers workers, String name) {
		assertThat(workers.get(name, TriggerableWorker.class).trigger().isAccepted()).isTrue();
		await().until(() -> runs.get() == 1);
	}

	interface Service {

	}

	static class Hidden implements Service {

		@EventWorker
		void hidden() {
			runs.incrementAndGet();
		}

	}

	static class AlsoHidden {

		@EventWorker
		void hidden() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ByInterface {

		@Bean
		Service service() {
			return new Hidden();
		}

	}

	@EventWorker
	static class AnnotatedClass implements Service {

		void run() {
			runs.incrementAndGet();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AnnotatedByInterface {

		@Bean
		Service service() {
			return new AnnotatedClass();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ByFactoryBean {

		@Bean
		FactoryBean<Service> service() {
			return new FactoryBean<>() {

				@Override
				public Service getObject() {
					return new Hidden();
				}

				@Override
				public Class<?> getObjectType() {
					return Service.class;
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WithFactoryBean {

		@Bean
		Pool pool() {
			return new Pool();
		}

	}

	static class Pool implements FactoryBean<String> {

		@EventWorker
		void refill() {
			runs.incrementAndGet();
		}

		@Override
		public String getObject() {
			return "";
		}

		@Override
		public Class<?> getObjectType() {
			return String.class;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyByInterface {

		@Bean
		@Lazy
		Service service() {
			return new Hidden();
		}

	}

	interface Acceptor<T> {

		@QueueWorker
		void accept(T item);

	}

	@Configuration(proxyBeanMethods = false)
	static class Known {

		@Bean
		Acceptor<String> acceptor() {
			return new Acceptor<>() {

				@Override
				public void accept(String item) {
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrototypeByInterface {

		@Bean
		@Scope(BeanDefinition.SCOPE_PROTOTYPE)
		Service service() {
			return new Hidden();
		}

	}

	static class Holder {

		public void setService(Service service) {
		}

	}

}
