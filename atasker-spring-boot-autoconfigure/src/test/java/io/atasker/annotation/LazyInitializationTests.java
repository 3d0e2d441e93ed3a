package io.atasker.annotation;

import java.util.concurrent.atomic.AtomicInteger;

import io.atasker.testsupport.LeakGuard;
import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.TriggerableWorker;
import io.atasker.worker.WorkerState;
import io.atasker.worker.Workers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Lazy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for beans and applications that are initialised lazily.
 */
@ExtendWith(LeakGuard.class)
class LazyInitializationTests {

	private static final AtomicInteger instances = new AtomicInteger();

	@BeforeEach
	void reset() {
		instances.set(0);
	}

	@Test
	void beanWithWorkersIsMadeAlthoughTheApplicationIsLazy() {
		lazy(WorkerContexts.with(Plain.class)).run((context) -> {
			assertThat(instances).hasValue(1);
			assertThat(context.getBean(Workers.class).find("work")).isNotNull();
		});
	}

	@Test
	void otherBeansStayLazy() {
		lazy(WorkerContexts.with(Other.class)).run((context) -> assertThat(instances).hasValue(0));
	}

	@Test
	void workersOfALazyApplicationRun() {
		WorkerContexts.started(lazy(WorkerContexts.with(Plain.class)), (context) -> {
			TriggerableWorker worker = context.getBean(Workers.class).get("work", TriggerableWorker.class);
			worker.trigger();
			await().until(() -> worker.snapshot().executions().succeeded() == 1);
		});
	}

	@Test
	void lazyBeanIsMadeWhenItsWorkerStarts() {
		WorkerContexts.with(LazyBean.class).run((context) -> {
			BackgroundWorker worker = context.getBean(Workers.class).get("work");
			assertThat(instances).hasValue(0);
			context.getBean(io.atasker.supervisor.Supervisor.class).start();
			await().until(worker::isStarted);
			assertThat(instances).hasValue(1);
		});
	}

	@Test
	void lazyBeanThatCannotBeMadeStopsTheStart() {
		WorkerContexts.started(WorkerContexts.with(Broken.class), (context) -> {
			BackgroundWorker worker = context.getBean(Workers.class).get("work");
			await().until(() -> worker.state() == WorkerState.FAILED);
			assertThat(worker.snapshot().executions().failed()).isZero();
		});
	}

	@Test
	void workerMayBeStartedWhileItsBeanIsMade() {
		WorkerContexts.started(WorkerContexts.with(StartsItself.class), (context) -> {
			BackgroundWorker worker = context.getBean(Workers.class).get("work");
			assertThat(worker.isActive()).isFalse();
			context.getBean(StartsItself.class);
			assertThat(worker.isActive()).isTrue();
		});
	}

	private static ApplicationContextRunner lazy(ApplicationContextRunner runner) {
		return runner.withInitializer(
				(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()));
	}

	static class Plain {

		Plain() {
			instances.incrementAndGet();
		}

		@EventWorker
		void work() {
		}

	}

	static class Other {

		Other() {
			instances.incrementAndGet();
		}

	}

	@Lazy
	static class LazyBean extends Plain {

	}

	@Lazy
	static class Broken {

		Broken() {
			throw new IllegalStateException("as told");
		}

		@Worker
		void work() {
		}

	}

	@Lazy
	static class StartsItself {

		StartsItself(BackgroundWorker worker) {
			worker.start();
		}

		@EventWorker(autoStart = false)
		void work() {
		}

	}

}
