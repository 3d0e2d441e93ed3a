package io.atasker.test;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import io.atasker.annotation.QueueWorker;
import io.atasker.annotation.Worker;
import io.atasker.autoconfigure.AtaskerAutoConfiguration;
import io.atasker.worker.BackgroundQueueWorker;
import io.atasker.worker.PutOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The end of a context whose time stands still.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ManualTimeLifecycleTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AtaskerAutoConfiguration.class, AtaskerTestAutoConfiguration.class))
		.withPropertyValues(AtaskerTestAutoConfiguration.MANUAL_TIME + "=true",
				AtaskerTestAutoConfiguration.AUTO_START + "=false")
		.withBean(Endless.class);

	@Test
	void closesAlthoughAWorkerRunsAndAnItemIsDueLater() {
		long begun = System.nanoTime();
		this.runner.run(ManualTimeLifecycleTests::startAll);
		assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(25));
	}

	@Test
	void goesOnAfterAPause() {
		this.runner.run((context) -> {
			startAll(context);
			ConfigurableApplicationContext pausing = context.getSourceApplicationContext();
			pausing.stop();
			pausing.start();
			WorkersTester tester = context.getBean(WorkersTester.class);
			assertThat(tester.worker("later")).hasWaitingItems(1).isStarted();
			tester.stop("endless");
			tester.advance(Duration.ofSeconds(10));
			assertThat(tester.worker("later")).hasSeenItems("x");
		});
	}

	private static void startAll(AssertableApplicationContext context) {
		WorkersTester tester = context.getBean(WorkersTester.class);
		tester.start("endless", "later");
		BackgroundQueueWorker<Object> later = later(tester);
		later.put("x", PutOptions.delayed(Duration.ofSeconds(10)));
		await().untilAsserted(() -> assertThat(tester.worker("endless")).isExecuting());
	}

	@SuppressWarnings("unchecked")
	private static BackgroundQueueWorker<Object> later(WorkersTester tester) {
		return (BackgroundQueueWorker<Object>) tester.worker("later").handle();
	}

	static class Endless {

		@Worker
		void endless() throws InterruptedException {
			new CountDownLatch(1).await();
		}

		@QueueWorker
		void later(String item) {
		}

	}

}
