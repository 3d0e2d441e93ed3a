package io.atasker.worker;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.atasker.testsupport.LeakGuard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What error handlers do to their worker. The numbers are those of the failure cases.
 */
@ExtendWith(LeakGuard.class)
class ErrorHandlerTests {

	@RegisterExtension
	private final LiveEngine engine = new LiveEngine();

	private final AtomicInteger handled = new AtomicInteger();

	@Test
	void case14OverflowOfTheStackInExecutorAndHandlerGivesTheSlotBack() {
		BackgroundQueueWorker<Integer> worker = this.engine.workers.define("deep")
			.queue(Integer.class)
			.executor((item, context) -> assertThat(fall(item)).isNegative())
			.onError((failure) -> {
				this.handled.incrementAndGet();
				assertThat(failure.exception()).isInstanceOf(StackOverflowError.class);
				fall(0);
			})
			.register();
		for (int i = 0; i < 5; i++) {
			worker.put(i);
		}
		await().until(() -> worker.snapshot().executions().failed() == 5);
		assertThat(this.handled).hasValue(5);
		assertThat(worker.isStarted()).isTrue();
		await().until(() -> running() == 0);
	}

	private static int fall(int depth) {
		return (depth < 0) ? depth : fall(depth + 1) + 1;
	}

	@Test
	void case17HandlerThatBlocksCountsAsRunning() throws Exception {
		CountDownLatch entered = new CountDownLatch(1);
		CountDownLatch free = new CountDownLatch(1);
		BackgroundEventWorker worker = failing((failure) -> {
			this.handled.incrementAndGet();
			entered.countDown();
			awaitFreedom(free);
		});
		worker.trigger();
		assertThat(entered.await(60, TimeUnit.SECONDS)).isTrue();
		assertThat(running()).isOne();
		assertThat(worker.snapshot().executions().running()).isOne();
		assertThat(worker.trigger()).isEqualTo(TriggerResult.ACCEPTED);
		assertThat(this.handled).hasValue(1);
		free.countDown();
		await().until(() -> worker.snapshot().executions().failed() == 2);
		await().until(() -> running() == 0);
	}

	@Test
	void case17HandlerMayStopItsWorker() {
		AtomicBoolean stopped = new AtomicBoolean(true);
		BackgroundEventWorker worker = failing((failure) -> {
			this.handled.incrementAndGet();
			// From inside: it does not wait for itself.
			stopped.set(failure.context().worker().stop());
		});
		worker.trigger();
		await().until(() -> worker.state() == WorkerState.STOPPED);
		assertThat(stopped).isFalse();
		assertThat(worker.start()).isTrue();
		worker.trigger();
		await().until(() -> this.handled.get() == 2);
	}

	private BackgroundEventWorker failing(WorkerErrorHandler handler) {
		return this.engine.workers.define("failing").event().executor((ContextExecutor) (context) -> {
			throw new IllegalStateException("as told");
		}).onError(handler).register();
	}

	private int running() {
		return this.engine.supervisor.snapshot().running().values().stream().mapToInt(Integer::intValue).sum();
	}

	private static void awaitFreedom(CountDownLatch free) {
		try {
			free.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
