package io.atasker.annotation;

import java.util.concurrent.atomic.AtomicInteger;

import io.atasker.testsupport.LeakGuard;
import io.atasker.worker.BackgroundQueueWorker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.aop.support.AopUtils;
import org.springframework.context.annotation.Configuration;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.resilience.annotation.Retryable;
import org.springframework.test.util.AopTestUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Failure case 84: Spring's own retries of a method that a worker runs.
 */
@ExtendWith(LeakGuard.class)
class RetryableTests {

	@Test
	void retriesOfSpringAreOneExecution() {
		run((worker, mail) -> {
			mail.failures.set(2);
			worker.put("one");
			await().until(() -> worker.snapshot().executions().succeeded() == 1);
			assertThat(mail.calls).hasValue(3);
			assertThat(worker.snapshot().executions().failed()).isZero();
			assertThat(worker.snapshot().executions().retried()).isZero();
		});
	}

	/** The worker's own retries come on top: two attempts of three calls each. */
	@Test
	void exhaustedRetriesOfSpringAreOneFailedAttempt() {
		run((worker, mail) -> {
			mail.failures.set(Integer.MAX_VALUE);
			worker.put("one");
			await().until(() -> worker.deadLetters().size() == 1);
			assertThat(mail.calls).hasValue(6);
			assertThat(worker.snapshot().executions().retried()).isOne();
			assertThat(worker.deadLetters().list(1)).singleElement()
				.satisfies((letter) -> assertThat(letter.error()).contains("as told"));
		});
	}

	@SuppressWarnings("unchecked")
	private static void run(Checks checks) {
		WorkerContexts.started(WorkerContexts.with(Resilience.class, Mail.class), (context) -> {
			Mail mail = context.getBean(Mail.class);
			assertThat(AopUtils.isAopProxy(mail)).isTrue();
			checks.check(context.getBean(BackgroundQueueWorker.class), AopTestUtils.getTargetObject(mail));
		});
	}

	private interface Checks {

		void check(BackgroundQueueWorker<String> worker, Mail mail);

	}

	@Configuration(proxyBeanMethods = false)
	@EnableResilientMethods(proxyTargetClass = true)
	static class Resilience {

	}

	static class Mail {

		private final AtomicInteger calls = new AtomicInteger();

		private final AtomicInteger failures = new AtomicInteger();

		@QueueWorker(retry = @Retry(maxRetries = "1", delay = "1ms"))
		@Retryable(maxRetries = 2, delay = 1)
		void mail(String letter) {
			this.calls.incrementAndGet();
			if (this.failures.getAndDecrement() > 0) {
				throw new IllegalStateException("as told");
			}
		}

	}

}
