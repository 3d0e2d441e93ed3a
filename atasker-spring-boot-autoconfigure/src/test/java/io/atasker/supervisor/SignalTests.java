package io.atasker.supervisor;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SignalTests {

	private static final int ROUNDS = 20_000;

	private final Signal signal = new Signal();

	private final AtomicInteger ball = new AtomicInteger();

	/**
	 * Two threads wait for each other in turn; one wake-up that is lost ends the game.
	 */
	@Test
	void noChangeIsMissed() throws Exception {
		CompletableFuture<Void> other = CompletableFuture.runAsync(() -> play(1), SignalTests::aside);
		CompletableFuture<Void> one = CompletableFuture.runAsync(() -> play(0), SignalTests::aside);
		one.get(60, TimeUnit.SECONDS);
		other.get(60, TimeUnit.SECONDS);
		assertThat(this.ball).hasValue(2 * ROUNDS);
	}

	@Test
	void timeRunsOut() throws Exception {
		assertThat(this.signal.await(() -> false, Duration.ofMillis(1))).isFalse();
		assertThat(this.signal.await(() -> true, Duration.ZERO)).isTrue();
		this.signal.awaitUninterruptibly(() -> false, 1_000_000);
	}

	@Test
	void interruptIsKeptForLaterWhenItMustNotEndTheWait() {
		Thread.currentThread().interrupt();
		this.signal.awaitUninterruptibly(() -> false, 1_000_000);
		assertThat(Thread.interrupted()).isTrue();
	}

	private void play(int side) {
		for (int round = 0; round < ROUNDS; round++) {
			this.signal.awaitUninterruptibly(() -> this.ball.get() % 2 == side, Long.MAX_VALUE);
			this.ball.incrementAndGet();
			this.signal.changed();
		}
	}

	private static void aside(Runnable work) {
		Thread thread = new Thread(work, "player");
		thread.setDaemon(true);
		thread.start();
	}

}
