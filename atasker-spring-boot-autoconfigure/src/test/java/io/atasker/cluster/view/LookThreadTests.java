package io.atasker.cluster.view;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Tag("waiting")
class LookThreadTests {

	private static final Duration NEVER = Duration.ofHours(1);

	private final AtomicInteger looks = new AtomicInteger();

	private final AtomicInteger leaves = new AtomicInteger();

	@Test
	void startedAgainWhileItIsHeldUpItGoesOn() throws Exception {
		CountDownLatch held = new CountDownLatch(1);
		CountDownLatch answer = new CountDownLatch(1);
		LookThread thread = new LookThread(NEVER, () -> {
			if (this.looks.incrementAndGet() == 1) {
				held.countDown();
				awaitQuietly(answer);
			}
			return true;
		}, this.leaves::incrementAndGet);
		try {
			assertThat(thread.start()).isTrue();
			held.await();
			thread.close();
			assertThat(thread.start()).isTrue();
			assertThat(thread.start()).isFalse();
			answer.countDown();
			thread.wake();
			await().until(() -> this.looks.get() > 1);
			assertThat(this.leaves).hasValue(0);
		}
		finally {
			answer.countDown();
			thread.close();
		}
		assertThat(this.leaves).hasValue(1);
	}

	@Test
	void startedAgainWhileItLeavesItJoinsAnew() throws Exception {
		CountDownLatch leaving = new CountDownLatch(1);
		CountDownLatch left = new CountDownLatch(1);
		LookThread thread = new LookThread(NEVER, () -> {
			this.looks.incrementAndGet();
			return true;
		}, () -> {
			if (this.leaves.incrementAndGet() == 1) {
				leaving.countDown();
				awaitQuietly(left);
			}
		});
		try {
			thread.start();
			thread.awaitLook(60_000);
			thread.close();
			leaving.await();
			int before = this.looks.get();
			assertThat(thread.start()).isTrue();
			left.countDown();
			await().until(() -> this.looks.get() > before);
		}
		finally {
			left.countDown();
			thread.close();
		}
		assertThat(this.leaves).hasValue(2);
	}

	@Test
	void whoWaitsForAnAnswerWaitsForTheFirstThatThereIs() {
		LookThread thread = new LookThread(NEVER, () -> this.looks.incrementAndGet() > 3, this.leaves::incrementAndGet);
		thread.start();
		try {
			thread.awaitAnswer(60_000);
			assertThat(this.looks).hasValue(4);
		}
		finally {
			thread.close();
		}
	}

	@Test
	void whoWaitsForAnAnswerAfterTheFirstLookHadNoneDoesNotWaitForTheInterval() {
		LookThread thread = new LookThread(NEVER, () -> this.looks.incrementAndGet() > 3, this.leaves::incrementAndGet);
		thread.start();
		try {
			thread.awaitLooks(1, 60_000);
			thread.awaitAnswer(60_000);
			assertThat(this.looks).hasValue(4);
		}
		finally {
			thread.close();
		}
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
