package io.atasker.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.atasker.queue.QueueFullException;
import io.atasker.testsupport.LeakGuard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Failure case 30, where the caller is the executor of the very queue.
 */
@ExtendWith(LeakGuard.class)
class FullQueueTests {

	@RegisterExtension
	private final LiveEngine engine = new LiveEngine();

	private final List<Object> seen = new CopyOnWriteArrayList<>();

	@Test
	void executorThatFillsItsOwnQueueIsToldAndNeverWaitsForItself() {
		BackgroundQueueWorker<Integer> worker = this.engine.workers.define("own")
			.queue(Integer.class)
			.capacity(2)
			.executor(this::fill)
			.register();
		worker.put(0);
		await().until(() -> worker.snapshot().executions().succeeded() == 3);
		assertThat(this.seen).hasSize(3).first().isEqualTo("full");
		assertThat((Duration) this.seen.get(1)).isLessThan(Duration.ofSeconds(60));
		assertThat(this.seen).last().isEqualTo(false);
	}

	private void fill(Integer item, WorkContext context) {
		if (item > 0) {
			return;
		}
		@SuppressWarnings("unchecked")
		BackgroundQueueWorker<Integer> own = (BackgroundQueueWorker<Integer>) context.worker();
		own.put(1);
		own.put(2);
		try {
			own.put(3);
		}
		catch (QueueFullException ex) {
			this.seen.add("full");
		}
		long before = System.nanoTime();
		boolean taken = offer(own);
		this.seen.add(Duration.ofNanos(System.nanoTime() - before));
		this.seen.add(taken);
	}

	private static boolean offer(BackgroundQueueWorker<Integer> own) {
		try {
			return own.offer(3, Duration.ofMinutes(10));
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
