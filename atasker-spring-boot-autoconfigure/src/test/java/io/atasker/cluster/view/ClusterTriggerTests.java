package io.atasker.cluster.view;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.atasker.worker.BackgroundEventWorker;
import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.ContextExecutor;
import io.atasker.worker.Initiator;
import io.atasker.worker.RunOn;
import io.atasker.worker.WorkerState;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * How triggers reach all nodes, or the one that runs the worker.
 */
@Tag("long")
class ClusterTriggerTests extends ClusterTests {

	@Test
	void triggerReachesEachNodeOnceButNoneThatComesLater() throws Exception {
		AtomicInteger first = new AtomicInteger();
		AtomicInteger second = new AtomicInteger();
		AtomicInteger third = new AtomicInteger();
		TestNode one = nodeWith("one", "mail", first);
		TestNode two = nodeWith("two", "mail", second);
		long number = one.cluster.trigger("mail", ALICE);
		await().until(() -> first.get() == 1 && second.get() == 1);
		nodeWith("three", "mail", third);
		two.awaitLooks();
		assertThat(first).hasValue(1);
		assertThat(second).hasValue(1);
		assertThat(third).hasValue(0);
		await()
			.untilAsserted(() -> assertThat(two.worker("mail").snapshot().lastChange().action()).isEqualTo("trigger"));
		assertThat(two.worker("mail").snapshot().lastChange().by()).isEqualTo("alice");
		assertThat(two.cluster.trigger("mail")).isEqualTo(number + 1);
		await().until(() -> first.get() == 2 && second.get() == 2 && third.get() == 1);
	}

	@Test
	void triggerAfterAStartIsNotLost() {
		AtomicInteger runs = new AtomicInteger();
		TestNode one = nodeWith("one", "mail", new AtomicInteger());
		TestNode two = nodeWith("two", "mail", runs);
		one.cluster.stop("mail");
		awaitState(two.worker("mail"), WorkerState.STOPPED);
		one.cluster.start("mail");
		one.cluster.trigger("mail");
		await().until(() -> runs.get() == 1);
	}

	@Test
	void triggerOfWhatStandsByRunsWhereTheLeaseIs() {
		AtomicInteger first = new AtomicInteger();
		AtomicInteger second = new AtomicInteger();
		TestNode one = node("one");
		one.single("report", (context) -> first.incrementAndGet());
		one.start();
		awaitState(one.worker("report"), WorkerState.STARTED);
		TestNode two = node("two");
		two.single("report", (context) -> second.incrementAndGet());
		two.start();
		awaitState(two.worker("report"), WorkerState.STANDBY);
		two.cluster.trigger("report", ALICE);
		await().until(() -> waitingTriggers() == 0);
		assertThat(first).hasValue(1);
		assertThat(second).hasValue(0);
		assertThat(one.worker("report").snapshot().lastChange().by()).isEqualTo("alice");
	}

	@Test
	void triggersDuringARunAreServedByOneMore() throws Exception {
		AtomicInteger runs = new AtomicInteger();
		CountDownLatch go = new CountDownLatch(1);
		TestNode one = node("one");
		one.single("report", (context) -> {
			runs.incrementAndGet();
			go.await();
		});
		one.start();
		awaitState(one.worker("report"), WorkerState.STARTED);
		one.cluster.trigger("report");
		await().until(() -> runs.get() == 1);
		for (int i = 0; i < 20; i++) {
			one.cluster.trigger("report");
		}
		assertThat(waitingTriggers()).isEqualTo(21);
		go.countDown();
		await().until(() -> waitingTriggers() == 0);
		one.awaitLooks();
		assertThat(runs).hasValue(2);
	}

	/** A run that had begun before is no answer to a trigger. */
	@Test
	void runThatHadBegunBeforeDoesNotServeATrigger() {
		AtomicInteger runs = new AtomicInteger();
		CountDownLatch go = new CountDownLatch(1);
		TestNode one = node("one");
		BackgroundEventWorker worker = one.single("report", (context) -> {
			if (runs.incrementAndGet() == 1) {
				go.await();
			}
		});
		one.start();
		awaitState(worker, WorkerState.STARTED);
		worker.trigger();
		await().until(() -> runs.get() == 1);
		one.cluster.trigger("report");
		go.countDown();
		await().until(() -> waitingTriggers() == 0);
		assertThat(runs).hasValue(2);
	}

	@Test
	void triggerWaitsForANodeThatRunsIt() throws Exception {
		AtomicInteger runs = new AtomicInteger();
		TestNode one = node("one");
		BackgroundWorker worker = one.single("report", (context) -> runs.incrementAndGet());
		one.start();
		awaitState(worker, WorkerState.STARTED);
		worker.stop();
		one.cluster.trigger("report");
		one.awaitLooks();
		assertThat(runs).hasValue(0);
		worker.start();
		await().until(() -> runs.get() == 1);
		await().until(() -> waitingTriggers() == 0);
	}

	@Test
	void runThatAStopHereHasCutOffIsRepeated() {
		AtomicInteger runs = new AtomicInteger();
		TestNode one = node("one");
		BackgroundWorker worker = one.workers.define("report")
			.event()
			.runOn(RunOn.ONE_NODE)
			.interruptOnStop(true)
			.executor((ContextExecutor) (context) -> {
				if (runs.incrementAndGet() == 1) {
					Thread.sleep(60_000);
				}
			})
			.register();
		one.start();
		awaitState(worker, WorkerState.STARTED);
		one.cluster.trigger("report");
		await().until(() -> runs.get() == 1);
		worker.stop();
		assertThat(waitingTriggers()).isOne();
		worker.start();
		await().until(() -> waitingTriggers() == 0);
		assertThat(runs).hasValue(2);
	}

	@Test
	void stopForAllDropsTriggersThatWait() throws Exception {
		AtomicInteger runs = new AtomicInteger();
		TestNode one = node("one");
		BackgroundWorker worker = one.single("report", (context) -> runs.incrementAndGet());
		one.start();
		worker.stop();
		one.cluster.trigger("report");
		one.cluster.stop("report");
		assertThatIllegalStateException().isThrownBy(() -> one.cluster.trigger("report"))
			.withMessage("worker 'report' is stopped on all nodes; start it for all first");
		one.cluster.start("report");
		awaitState(worker, WorkerState.STARTED);
		one.awaitLooks();
		assertThat(runs).hasValue(0);
	}

	@Test
	void workersWithoutTriggersAreRefused() {
		TestNode one = node("one");
		one.workers.define("loop").autoStart(false).executor((ContextExecutor) (context) -> {
		}).register();
		one.start();
		assertThatIllegalArgumentException().isThrownBy(() -> one.cluster.trigger("loop"))
			.withMessage("worker 'loop' is of type BACKGROUND and cannot be triggered");
	}

	@Test
	void whateverTheReasonIsItCanBeWritten() {
		TestNode one = nodeWith("one", "mail", new AtomicInteger());
		one.cluster.stop("mail", new Initiator("a\0b", "\u20ac '\"\n"));
		assertThat(one.worker("mail").state()).isEqualTo(WorkerState.STOPPED);
	}

	/** How many triggers of the only worker were not served. */
	private long waitingTriggers() {
		return number("select requested - served from atasker_worker_state");
	}

}
