package io.atasker.worker;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import io.atasker.supervisor.PoolLimits;
import io.atasker.supervisor.Priority;
import io.atasker.supervisor.ShutdownPolicy;
import io.atasker.supervisor.TaskOptions;
import io.atasker.testsupport.LeakGuard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * A worker that has something to do and does not do it says why.
 */
@ExtendWith(LeakGuard.class)
class WhyWaitingTests {

	private final Engine engine = new Engine(new PoolLimits(1, 0, 0));

	private final CountDownLatch go = new CountDownLatch(1);

	@AfterEach
	void end() {
		this.go.countDown();
		this.engine.close();
	}

	@Test
	void nothingToDoIsNotWaiting() {
		this.engine.supervisor.start();
		BackgroundQueueWorker<String> worker = queue();
		assertThat(worker.snapshot().waiting()).isNull();
		worker.stop();
		assertThat(worker.snapshot().waiting()).isNull();
	}

	@Test
	void poolIsFull() {
		this.engine.supervisor.start();
		this.engine.supervisor.submit(() -> {
			this.go.await();
			return null;
		}, TaskOptions.of(Priority.NORMAL));
		BackgroundQueueWorker<String> worker = queue();
		worker.put("a");
		assertThat(reason(worker)).isEqualTo("pool full: 1 of 1 running at priority NORMAL");
		assertThat(worker.snapshot().waiting().since()).isEqualTo(this.engine.time.instant());
	}

	@Test
	void concurrencyIsUsedUp() {
		this.engine.supervisor.start();
		BackgroundQueueWorker<String> worker = queue();
		worker.put("a");
		await().until(() -> Engine.counts(worker).running() == 1);
		assertThat(worker.snapshot().waiting()).isNull();
		worker.put("b");
		assertThat(reason(worker)).isEqualTo("concurrency: 1 of 1 executions in progress");
	}

	@Test
	void workerIsStopped() {
		this.engine.supervisor.start();
		BackgroundQueueWorker<String> worker = queue();
		worker.stop();
		worker.put("a");
		assertThat(reason(worker)).isEqualTo("stopped");
		assertThat(worker.snapshot().waiting().since()).isEqualTo(worker.snapshot().lastChange().at());
	}

	@Test
	void workerIsStoppedForSomeTime() {
		this.engine.supervisor.start();
		BackgroundQueueWorker<String> worker = queue();
		worker.control().stopFor(Duration.ofMinutes(30), Initiator.APPLICATION);
		assertThat(reason(worker)).isEqualTo(
				"stopped, starts again at " + WhyWaiting.text(this.engine.time.instant().plus(Duration.ofMinutes(30))));
		worker.start();
		assertThat(worker.snapshot().waiting()).isNull();
		worker.stop();
		this.engine.time.advance(Duration.ofHours(1));
		assertThat(worker.isActive()).isFalse();
	}

	@Test
	void startThatIsRefusedLeavesThePlannedOneAlone() {
		this.engine.supervisor.start();
		BackgroundQueueWorker<String> worker = queue();
		worker.control().stopFor(Duration.ofMinutes(30), Initiator.APPLICATION);
		StartOptions unfit = StartOptions.builder().interval(Duration.ofSeconds(1)).build();
		assertThatIllegalArgumentException().isThrownBy(() -> worker.control().start(unfit, Initiator.APPLICATION));
		assertThatIllegalArgumentException().isThrownBy(() -> worker.control().restart(unfit, Initiator.APPLICATION));
		this.engine.time.advance(Duration.ofMinutes(30));
		await().until(worker::isStarted);
	}

	@Test
	void stopIsUnderWay() {
		this.engine.supervisor.start();
		BackgroundQueueWorker<String> worker = queue();
		worker.put("a");
		await().until(() -> Engine.counts(worker).running() == 1);
		worker.restart();
		assertThat(reason(worker)).isEqualTo("its stop is still under way");
	}

	@Test
	void supervisorIsStopped() {
		this.engine.supervisor.start();
		BackgroundQueueWorker<String> worker = queue();
		this.engine.supervisor.stop(ShutdownPolicy.immediate(Duration.ZERO));
		assertThat(reason(worker)).isEqualTo("supervisor is stopped");
	}

	@Test
	void itemsAreDelayed() {
		this.engine.supervisor.start();
		BackgroundQueueWorker<String> worker = queue();
		worker.put("a", PutOptions.delayed(Duration.ofHours(2)));
		worker.put("b", PutOptions.delayed(Duration.ofHours(1)));
		assertThat(reason(worker)).isEqualTo("delayed: 2 items, the first until "
				+ WhyWaiting.text(this.engine.time.instant().plus(Duration.ofHours(1))));
	}

	@Test
	void triggersAreCollected() {
		this.engine.supervisor.start();
		BackgroundEventWorker worker = this.engine.workers.define("event")
			.event()
			.settle(Duration.ofSeconds(3))
			.executor((ContextExecutor) (context) -> {
			})
			.register();
		worker.trigger();
		assertThat(reason(worker)).isEqualTo("delayed: more triggers may join for PT3S");
	}

	@Test
	void workerBacksOff() {
		this.engine.supervisor.start();
		BackgroundWorker worker = this.engine.workers.define("loop").onError((failure) -> {
		}).executor((ContextExecutor) (context) -> {
			throw new IllegalStateException("broken");
		}).register();
		await().until(() -> worker.snapshot().waiting() != null);
		assertThat(reason(worker)).startsWith("delayed: backs off after a failure until ");
	}

	@Test
	void continuousWorkerThatRunsDoesNotWait() {
		this.engine.supervisor.start();
		BackgroundWorker worker = this.engine.workers.define("loop")
			.executor((ContextExecutor) (context) -> this.go.await())
			.register();
		await().until(() -> Engine.counts(worker).running() == 1);
		assertThat(worker.snapshot().waiting()).isNull();
	}

	private BackgroundQueueWorker<String> queue() {
		return this.engine.workers.define("queue")
			.queue(String.class)
			.executor((item, context) -> this.go.await())
			.register();
	}

	private static String reason(BackgroundWorker worker) {
		return worker.snapshot().waiting().reason();
	}

}
