package io.atasker.autoconfigure;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import io.atasker.annotation.Worker;
import io.atasker.supervisor.Supervisor;
import io.atasker.testsupport.LeakGuard;
import io.atasker.worker.BackgroundAsyncWorker;
import io.atasker.worker.StartOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExecutorBeans}: loops that are beans.
 */
@ExtendWith(LeakGuard.class)
class ExecutorBeansTests {

	private static final BlockingQueue<String> threads = new ArrayBlockingQueue<>(10);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AtaskerAutoConfiguration.class));

	ExecutorBeansTests() {
		threads.clear();
	}

	@Test
	void executorBeanIsALoop() {
		executor().withUserConfiguration(Asynchronous.class).run((context) -> {
			assertThat(next()).isEqualTo("web-thread");
			assertThat(context.getBean(Supervisor.class).loops().names()).contains("web");
		});
	}

	@Test
	void reactorSchedulerBeanIsALoop() {
		this.runner.withUserConfiguration(Asynchronous.class)
			.withBean("web", Scheduler.class, () -> Schedulers.newSingle("reactor-web"))
			.run((context) -> assertThat(next()).startsWith("reactor-web"));
	}

	@Test
	void loopOfThePropertiesMayBeABeanToo() {
		executor().withUserConfiguration(Plain.class)
			.withPropertyValues("atasker.workers.once.loop=web")
			.run((context) -> assertThat(next()).isEqualTo("web-thread"));
	}

	@Test
	void loopOfAStartMayBeABeanToo() {
		executor().withUserConfiguration(Plain.class)
			.withPropertyValues("atasker.workers.once.auto-start=false")
			.run((context) -> {
				BackgroundAsyncWorker worker = context.getBean(BackgroundAsyncWorker.class);
				worker.start(StartOptions.builder().loop("web").build());
				assertThat(next()).isEqualTo("web-thread");
			});
	}

	private ApplicationContextRunner executor() {
		return this.runner.withBean("web", Executor.class, () -> (task) -> new Thread(task, "web-thread").start());
	}

	private static String next() throws InterruptedException {
		return threads.poll(60, TimeUnit.SECONDS);
	}

	static class Asynchronous {

		@Worker(loop = "web")
		Mono<Boolean> once() {
			threads.add(Thread.currentThread().getName());
			return Mono.just(false);
		}

	}

	static class Plain {

		Plain(BackgroundAsyncWorker worker) {
		}

		@Worker
		CompletableFuture<Boolean> once() {
			threads.add(Thread.currentThread().getName());
			return CompletableFuture.completedFuture(false);
		}

	}

}
