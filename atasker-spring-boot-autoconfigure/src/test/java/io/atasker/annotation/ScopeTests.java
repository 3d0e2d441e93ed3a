package io.atasker.annotation;

import io.atasker.worker.InvalidWorkerException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.SimpleThreadScope;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for beans of which there may be several.
 */
class ScopeTests {

	@ParameterizedTest
	@CsvSource({ "Prototype, prototype", "Threaded, thread", "ThreadedProxy, thread" })
	void workerOfABeanThatIsNoSingletonIsRefused(String bean, String scope) throws ClassNotFoundException {
		ApplicationContextRunner runner = WorkerContexts.with(Class.forName(ScopeTests.class.getName() + "$" + bean))
			.withInitializer((context) -> context.getBeanFactory().registerScope("thread", new SimpleThreadScope()));
		InvalidWorkerException failure = WorkerContexts.failure(runner);
		assertThat(failure.subject())
			.isEqualTo("bean 'scopeTests.%s', %s.work()".formatted(bean, ScopeTests.class.getName() + "$" + bean));
		assertThat(failure.problem()).isEqualTo("the bean has the scope '" + scope
				+ "', so there is no telling which instance to call, or for how long");
		assertThat(failure.remedy())
			.isEqualTo("Move the method to a singleton bean that asks for what it needs with an ObjectProvider,"
					+ " or make workers at run time with Workers.define");
	}

	@Scope(BeanDefinition.SCOPE_PROTOTYPE)
	static class Prototype {

		@Worker
		void work() {
		}

	}

	@Scope("thread")
	static class Threaded {

		@Worker
		void work() {
		}

	}

	@Scope(scopeName = "thread", proxyMode = ScopedProxyMode.TARGET_CLASS)
	static class ThreadedProxy {

		@Worker
		void work() {
		}

	}

}
