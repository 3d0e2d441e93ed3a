package io.atasker.annotation;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import io.atasker.supervisor.Supervisor;
import io.atasker.testsupport.LeakGuard;
import io.atasker.worker.BackgroundAsyncWorker;
import io.atasker.worker.InvalidWorkerException;
import io.atasker.worker.WorkerBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for loops that are beans.
 */
@ExtendWith(LeakGuard.class)
class LoopBeansTests {

	private static final Seen seen = new Seen();

	@BeforeEach
	void reset() {
		seen.clear();
	}

	@Test
	void executorBeanIsALoop() {
		ApplicationContextRunner runner = WorkerContexts.with(Asynchronous.class)
			.withBean("web", Executor.class, () -> (task) -> new Thread(task, "web-thread").start());
		WorkerContexts.started(runner, (context) -> {
			assertThat(seen.next()).containsExactly("web-thread");
			assertThat(context.getBean(Supervisor.class).loops().names()).contains("web");
		});
	}

	@Test
	void reactorSchedulerBeanIsALoop() {
		ApplicationContextRunner runner = WorkerContexts.with(Asynchronous.class)
			.withBean("web", Scheduler.class, () -> Schedulers.newSingle("reactor-web"));
		WorkerContexts.started(runner,
				(context) -> assertThat(seen.next().get(0).toString()).startsWith("reactor-web"));
	}

	@Test
	void loopOfThePropertiesMayBeABeanToo() {
		ApplicationContextRunner runner = WorkerContexts.with(Plain.class)
			.withBean("web", Executor.class, () -> (task) -> new Thread(task, "web-thread").start())
			.withBean(Customizer.class, () -> (builder) -> builder.loop("web"));
		WorkerContexts.started(runner, (context) -> assertThat(seen.next()).containsExactly("web-thread"));
	}

	@Test
	void loopOfThePropertiesThatThereIsNotIsRefused() {
		ApplicationContextRunner runner = WorkerContexts.with(Plain.class)
			.withBean(Customizer.class, () -> (builder) -> builder.loop("nowhere"));
		InvalidWorkerException failure = WorkerContexts.failure(runner);
		assertThat(failure.attribute()).isEqualTo("loop");
		assertThat(failure.value()).isEqualTo("nowhere");
	}

	interface Customizer extends Consumer<WorkerBuilder<?, ?>> {

	}

	static class Asynchronous {

		@Worker(loop = "web")
		Mono<Boolean> once() {
			seen.add(Thread.currentThread().getName());
			return Mono.just(false);
		}

	}

	static class Plain {

		Plain(BackgroundAsyncWorker worker) {
		}

		@Worker
		CompletableFuture<Boolean> once() {
			seen.add(Thread.currentThread().getName());
			return CompletableFuture.completedFuture(false);
		}

	}

}
