package io.atasker.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.atomic.AtomicInteger;

import io.atasker.supervisor.Priority;
import io.atasker.testsupport.LeakGuard;
import io.atasker.worker.BackgroundQueueWorker;
import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.InvalidWorkerException;
import io.atasker.worker.TriggerableWorker;
import io.atasker.worker.Workers;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.RootClassFilter;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.AliasFor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what becomes of a worker method on each kind of proxy, and wherever in the
 * hierarchy of the class it is declared.
 */
@ExtendWith({ LeakGuard.class, OutputCaptureExtension.class })
class ProxyTests {

	private static final AtomicInteger runs = new AtomicInteger();

	private static final AtomicInteger intercepted = new AtomicInteger();

	@BeforeEach
	void reset() {
		runs.set(0);
		intercepted.set(0);
	}

	@Test
	void plainClassRunsPrivateAndFinalMethods() {
		WorkerContexts.started(WorkerContexts.with(Plain.class), (context) -> {
			trigger(context.getBean(Workers.class), "hidden", "last");
			await().until(() -> runs.get() == 2);
		});
	}

	@Test
	void interfaceProxyRunsTheMethodOfTheInterface() {
		runsThroughProxy(interfaceProxied(Shown.class), "shown");
	}

	@Test
	void interfaceProxyWithoutTheMethodIsRefused() {
		InvalidWorkerException failure = WorkerContexts.failure(interfaceProxied(Concealed.class));
		assertThat(failure.subject()).contains("Concealed.concealed()");
		assertThat(failure.problem())
			.isEqualTo("the bean is a proxy of its interfaces only, none of which has the method 'concealed'");
		assertThat(failure.remedy()).contains("spring.aop.proxy-target-class=true");
	}

	@Test
	void interfaceProxyRunsTheMethodOfAGenericInterface() {
		WorkerContexts.started(interfaceProxied(GenericConsumer.class), (context) -> {
			BackgroundQueueWorker<Order> worker = context.getBean(Workers.class).queue("accept", Order.class);
			worker.put(new Order("one"));
			await().until(() -> runs.get() == 1);
			assertThat(intercepted).hasValue(1);
		});
	}

	@Test
	void classProxyRunsPackagePrivateMethod() {
		runsThroughProxy(classProxied(PackagePrivate.class), "open");
	}

	@Test
	void advisorsAreNotMadeEarly(CapturedOutput output) {
		classProxied(PackagePrivate.class).run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("not eligible for getting processed by all BeanPostProcessors");
	}

	@Test
	void classProxyWithPrivateMethodIsRefused() {
		InvalidWorkerException failure = WorkerContexts.failure(classProxied(PrivateMethod.class));
		assertThat(failure.problem())
			.isEqualTo("the bean is a proxy, which cannot pass on calls of the private method 'hidden'");
		assertThat(failure.remedy()).isEqualTo("Make it package-private, protected or public");
	}

	@Test
	void classProxyWithFinalMethodIsRefused() {
		InvalidWorkerException failure = WorkerContexts.failure(classProxied(FinalMethod.class));
		assertThat(failure.problem())
			.isEqualTo("the bean is a proxy, which cannot pass on calls of the final method 'last'");
		assertThat(failure.remedy()).isEqualTo("Remove 'final' from it");
	}

	@Test
	void classProxyRunsStaticMethodWithoutAdvice() {
		WorkerContexts.started(classProxied(StaticMethod.class), (context) -> {
			trigger(context.getBean(Workers.class), "common");
			await().until(() -> runs.get() == 1);
			assertThat(intercepted).hasValue(0);
		});
	}

	@Test
	void defaultMethodOfAnInterfaceRuns() {
		runsThroughProxy(classProxied(WithDefault.class), "standard");
	}

	@Test
	void inheritedMethodRunsOnceForEachBean() {
		ApplicationContextRunner runner = WorkerContexts.with(Derived.class);
		WorkerContexts.started(runner, (context) -> {
			trigger(context.getBean(Workers.class), "inherited", "secret");
			await().until(() -> runs.get() == 2);
		});
	}

	@Test
	void overriddenMethodIsAWorkerToo() {
		WorkerContexts.started(WorkerContexts.with(Overriding.class), (context) -> {
			trigger(context.getBean(Workers.class), "inherited");
			await().until(() -> runs.get() == 100);
		});
	}

	@Test
	void nearestAnnotationCounts() {
		WorkerContexts.with(Redeclaring.class).run((context) -> {
			assertThat(context.getBean(Workers.class).stream()).extracting(BackgroundWorker::name)
				.containsExactlyInAnyOrder("renamed", "secret");
		});
	}

	@Test
	void metaAnnotatedMethodIsAWorker() {
		WorkerContexts.with(MetaAnnotated.class).run((context) -> {
			BackgroundWorker worker = context.getBean(Workers.class).get("nightly");
			assertThat(worker.definition().running().priority()).isEqualTo(Priority.LOW);
			assertThat(worker.definition().schedule().calendar().expression()).isEqualTo("0 0 3 * * *");
		});
	}

	@Test
	void methodThatIsAWorkerTwiceIsRefused() {
		InvalidWorkerException failure = WorkerContexts.failure(Twice.class);
		assertThat(failure.subject()).contains("Twice.twice()");
		assertThat(failure.problem()).isEqualTo("it is annotated as a worker 2 times");
	}

	@Test
	void abstractMethodIsCalledOnTheInstance() {
		WorkerContexts.started(WorkerContexts.with(AbstractlyDeclared.class), (context) -> {
			trigger(context.getBean(Workers.class), "work");
			await().until(() -> runs.get() == 1);
			assertThat(context.getBean(Workers.class).stream()).hasSize(1);
		});
	}

	private static void runsThroughProxy(ApplicationContextRunner runner, String worker) {
		WorkerContexts.started(runner, (context) -> {
			trigger(context.getBean(Workers.class), worker);
			await().until(() -> runs.get() == 1);
			assertThat(intercepted).hasValue(1);
		});
	}

	private static void trigger(Workers workers, String... names) {
		for (String name : names) {
			assertThat(workers.get(name, TriggerableWorker.class).trigger().isAccepted()).isTrue();
		}
	}

	private static ApplicationContextRunner interfaceProxied(Class<?> type) {
		return WorkerContexts.with(InterfaceProxies.class, type)
			.withPropertyValues("spring.aop.proxy-target-class=false")
			.withInitializer((context) -> context.addApplicationListener((event) -> {
				if (event instanceof org.springframework.context.event.ContextRefreshedEvent) {
					assertThat(context.getBeansOfType(Traced.class).values()).allMatch(AopUtils::isJdkDynamicProxy);
				}
			}));
	}

	private static ApplicationContextRunner classProxied(Class<?> type) {
		return WorkerContexts.with(ClassProxies.class, type);
	}

	interface Traced {

	}

	@Configuration(proxyBeanMethods = false)
	static class InterfaceProxies {

		@Bean
		static DefaultAdvisorAutoProxyCreator proxies() {
			return new DefaultAdvisorAutoProxyCreator();
		}

		@Bean
		static DefaultPointcutAdvisor tracing() {
			MethodInterceptor interceptor = (invocation) -> {
				intercepted.incrementAndGet();
				return invocation.proceed();
			};
			return new DefaultPointcutAdvisor(
					new org.springframework.aop.support.ComposablePointcut(new RootClassFilter(Traced.class)),
					interceptor);
		}

	}

	static class ClassProxies extends InterfaceProxies {

		@Bean
		static DefaultAdvisorAutoProxyCreator proxies() {
			DefaultAdvisorAutoProxyCreator proxies = new DefaultAdvisorAutoProxyCreator();
			proxies.setProxyTargetClass(true);
			return proxies;
		}

	}

	static class Plain {

		@EventWorker
		private void hidden() {
			runs.incrementAndGet();
		}

		@EventWorker
		final void last() {
			runs.incrementAndGet();
		}

	}

	interface Showing {

		void shown();

	}

	static class Shown implements Showing, Traced {

		@EventWorker
		@Override
		public void shown() {
			runs.incrementAndGet();
		}

	}

	static class Concealed implements Showing, Traced {

		@Override
		public void shown() {
		}

		@EventWorker
		void concealed() {
			runs.incrementAndGet();
		}

	}

	record Order(String id) {

	}

	interface Acceptor<T> {

		void accept(T item);

	}

	static class GenericConsumer implements Acceptor<Order>, Traced {

		@QueueWorker
		@Override
		public void accept(Order item) {
			runs.incrementAndGet();
		}

	}

	static class PackagePrivate implements Traced {

		@EventWorker
		void open() {
			runs.incrementAndGet();
		}

	}

	static class PrivateMethod implements Traced {

		@EventWorker
		private void hidden() {
			runs.incrementAndGet();
		}

	}

	static class FinalMethod implements Traced {

		@EventWorker
		final void last() {
			runs.incrementAndGet();
		}

	}

	static class StaticMethod implements Traced {

		@EventWorker
		static void common() {
			runs.incrementAndGet();
		}

	}

	interface Defaulting {

		@EventWorker
		default void standard() {
			runs.incrementAndGet();
		}

	}

	static class WithDefault implements Defaulting, Traced {

	}

	abstract static class Base {

		@EventWorker
		void inherited() {
			runs.incrementAndGet();
		}

		@EventWorker
		private void secret() {
			runs.incrementAndGet();
		}

	}

	static class Derived extends Base {

	}

	static class Overriding extends Base {

		@Override
		void inherited() {
			runs.addAndGet(100);
		}

	}

	static class Redeclaring extends Base {

		@EventWorker("renamed")
		@Override
		void inherited() {
		}

	}

	@Target(ElementType.METHOD)
	@Retention(RetentionPolicy.RUNTIME)
	@IntervalWorker(priority = Priority.LOW)
	@interface Daily {

		@AliasFor(annotation = IntervalWorker.class, attribute = "cron")
		String value();

	}

	static class MetaAnnotated {

		@Daily("0 0 3 * * *")
		void nightly() {
		}

	}

	static class Twice {

		@IntervalWorker("1s")
		@EventWorker
		void twice() {
		}

	}

	abstract static class AbstractWork {

		@EventWorker
		abstract void work();

	}

	@Configuration(proxyBeanMethods = false)
	static class AbstractlyDeclared {

		@Bean
		AbstractWork abstractWork() {
			return new AbstractWork() {

				@Override
				void work() {
					runs.incrementAndGet();
				}

			};
		}

	}

}
