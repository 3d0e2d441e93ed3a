package io.atasker.worker;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;

import io.atasker.supervisor.EventLoop;
import io.atasker.testsupport.LeakGuard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what comes to an asynchronous execution at an awkward moment.
 */
@ExtendWith(LeakGuard.class)
class LoopRunnerTests {

	private static final int BATCH = 64;

	private final Engine engine = Engine.started();

	private final Queue<Runnable> drains = new ArrayDeque<>();

	private final AtomicBoolean refuse = new AtomicBoolean();

	private final CountDownLatch entered = new CountDownLatch(1);

	private final CountDownLatch release = new CountDownLatch(1);

	private volatile WorkerCore core;

	@AfterEach
	void close() {
		this.release.countDown();
		this.engine.close();
	}

	private BackgroundEventWorker entered(CompletableFuture<?> stage) throws InterruptedException {
		BackgroundEventWorker worker = this.engine.workers.define("async").event().asyncExecutor((item, context) -> {
			this.entered.countDown();
			this.release.await();
			return stage;
		}).register();
		worker.trigger();
		assertThat(this.entered.await(60, TimeUnit.SECONDS)).isTrue();
		return worker;
	}

	@Test
	void cancelThatComesBeforeTheStageIsNotLost() throws Exception {
		CompletableFuture<Void> stage = new CompletableFuture<>();
		BackgroundEventWorker worker = entered(stage);
		assertThat(worker.cancel("test")).isOne();
		this.engine.advanceMillis(1);
		this.release.countDown();
		await().atMost(Duration.ofSeconds(60)).until(() -> Engine.counts(worker).cancelled() == 1);
		assertThat(stage).isCancelled();
		assertThat(worker.stop(Duration.ofSeconds(10))).isTrue();
	}

	@Test
	void stopThatComesBeforeTheStageCancelsIt() throws Exception {
		CompletableFuture<Void> stage = new CompletableFuture<>();
		BackgroundEventWorker worker = entered(stage);
		CompletableFuture<Boolean> stopped = worker.stopAsync().toCompletableFuture();
		this.engine.advance(Duration.ofSeconds(29));
		assertThat(stopped).isNotDone();
		this.release.countDown();
		await().atMost(Duration.ofSeconds(60)).until(stopped::isDone);
		assertThat(stopped).isCompletedWithValue(true);
		assertThat(stage).isCancelled();
	}

	private EventLoop foreign() {
		return this.engine.supervisor.loops().create("foreign", (drain) -> {
			if (this.refuse.get()) {
				throw new RejectedExecutionException("synthetic");
			}
			this.drains.add(drain);
		});
	}

	@Test
	void endAndLaunchThatAStoppedLoopDropsAreNotLost() {
		EventLoop foreign = foreign();
		CompletableFuture<Void> stage = new CompletableFuture<>();
		BackgroundEventWorker ends = this.engine.workers.define("ends")
			.event()
			.loop("foreign")
			.asyncExecutor((item, context) -> stage)
			.register();
		BackgroundEventWorker begins = this.engine.workers.define("begins")
			.event()
			.loop("foreign")
			.asyncExecutor((item, context) -> CompletableFuture.completedFuture(null))
			.register();
		ends.trigger();
		this.drains.remove().run();
		assertThat(Engine.counts(ends).running()).isOne();
		for (int i = 0; i < BATCH; i++) {
			foreign.execute(() -> {
			});
		}
		stage.complete(null);
		begins.trigger();
		this.refuse.set(true);
		this.drains.remove().run();
		this.engine.supervisor.loops().stop("foreign");
		this.engine.advanceMillis(100);
		assertThat(Engine.counts(ends).running()).isZero();
		assertThat(Engine.counts(ends).succeeded()).isOne();
		this.refuse.set(false);
		this.engine.supervisor.loops().start("foreign");
		this.engine.advance(Duration.ofSeconds(1));
		this.drains.remove().run();
		assertThat(Engine.counts(begins).succeeded()).isOne();
	}

	/**
	 * The thread that completes a stage ends the execution itself when the loop is
	 * stopped: not before the loop has left the strand.
	 */
	@Test
	void stageThatCompletesWhileItsLoopIsStoppedEndsBehindTheTurnOfTheLoop() throws Exception {
		foreign();
		AtomicReference<Object> inTurn = new AtomicReference<>();
		CountDownLatch completed = new CountDownLatch(1);
		CompletableFuture<Void> stage = new CompletableFuture<>() {
			@Override
			public CompletableFuture<Void> whenComplete(BiConsumer<? super Void, ? super Throwable> action) {
				CompletableFuture<Void> copy = super.whenComplete(action);
				inTurn.set(LoopRunnerTests.this.core.strands().all()[0].interrupts().thread());
				LoopRunnerTests.this.engine.supervisor.loops().stop("foreign");
				Thread other = new Thread(() -> {
					complete(null);
					completed.countDown();
				});
				other.start();
				LoopRunnerTests.join(other);
				return copy;
			}
		};
		BackgroundEventWorker worker = this.engine.workers.define("async")
			.event()
			.loop("foreign")
			.asyncExecutor((item, context) -> stage)
			.register();
		this.core = ((WorkerHandle) worker).core;
		worker.trigger();
		this.drains.remove().run();
		assertThat(completed.await(60, TimeUnit.SECONDS)).isTrue();
		assertThat(inTurn.get()).as("who has the turn when others may take the stage").isNull();
		assertThat(Engine.counts(worker).succeeded()).isOne();
	}

	private static void join(Thread thread) {
		try {
			thread.join(10_000);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
