package io.atasker.cluster.view;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.atasker.cluster.ClusterSnapshot;
import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.ContextExecutor;
import io.atasker.worker.UnknownWorkerException;
import io.atasker.worker.WorkerEvent;
import io.atasker.worker.WorkerListener;
import io.atasker.worker.WorkerState;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What nodes see of each other, and how they follow starts and stops.
 */
@Tag("long")
class ClusterStateTests extends ClusterTests {

	private static final Executor THREADS = (work) -> new Thread(work).start();

	@Test
	void eachNodeSeesTheOthersAndWhatTheirWorkersDo() {
		TestNode two = nodeWith("two", "mail", new AtomicInteger());
		TestNode one = nodeWith("one", "mail", new AtomicInteger());
		await().untilAsserted(() -> {
			ClusterSnapshot seen = two.cluster.snapshot();
			assertThat(seen.name()).isEqualTo("shop");
			assertThat(seen.node()).isEqualTo("two");
			assertThat(seen.stale()).isFalse();
			assertThat(seen.error()).isNull();
			assertThat(seen.nodes()).extracting(ClusterSnapshot.Node::name).containsExactly("two", "one");
			assertThat(seen.nodes()).extracting(ClusterSnapshot.Node::self).containsExactly(true, false);
			assertThat(seen.nodes()).allMatch(ClusterSnapshot.Node::alive);
		});
		await().untilAsserted(() -> assertThat(two.cluster.snapshot().nodes().get(1).workers()).containsEntry("mail",
				new ClusterSnapshot.Report("STARTED", "STARTED", 0)));
		one.worker("mail").stop();
		await().untilAsserted(() -> assertThat(two.cluster.snapshot().nodes().get(1).workers()).containsEntry("mail",
				new ClusterSnapshot.Report("STOPPED", "STOPPED", 0)));
	}

	@Test
	void nodeThatLeavesIsSeenNoMore() {
		TestNode one = nodeWith("one", "mail", new AtomicInteger());
		TestNode two = nodeWith("two", "mail", new AtomicInteger());
		await().until(() -> one.cluster.snapshot().nodes().size() == 2);
		close(two);
		await().until(() -> one.cluster.snapshot().nodes().size() == 1);
	}

	@Test
	void nodeThatIsNotSeenIsDeadAndThenForgotten() throws Exception {
		TestNode one = node(new ViewSettings("shop", TestNode.POLL, Duration.ofSeconds(30), Duration.ofHours(1)), "one")
			.start();
		execute("insert into atasker_node (cluster_name, node, instance, started_at, seen_at, report) values "
				+ "('shop', 'gone', 'x', current_timestamp, current_timestamp, 'mail STARTED STARTED 1 new field\nodd\n')");
		await().until(() -> one.cluster.snapshot().nodes().size() == 2);
		ClusterSnapshot.Node gone = one.cluster.snapshot().nodes().get(1);
		assertThat(gone.alive()).isTrue();
		assertThat(gone.workers())
			.containsExactly(Map.entry("mail", new ClusterSnapshot.Report("STARTED", "STARTED", 1)));
		execute("update atasker_node set seen_at = seen_at - interval '1' minute where node = 'gone'");
		await().until(() -> one.cluster.snapshot().nodes().stream().anyMatch((node) -> !node.alive()));
		execute("update atasker_node set seen_at = seen_at - interval '2' hour where node = 'gone'");
		await().until(() -> one.cluster.snapshot().nodes().size() == 1);
	}

	@Test
	void clustersOfOtherNamesShareNothing() throws Exception {
		AtomicInteger runs = new AtomicInteger();
		TestNode shop = nodeWith("one", "mail", new AtomicInteger());
		TestNode bank = node("bank", "one");
		bank.event("mail", runs);
		bank.start();
		shop.cluster.trigger("mail");
		shop.cluster.stop("mail");
		bank.awaitLooks();
		assertThat(bank.worker("mail").state()).isEqualTo(WorkerState.STARTED);
		assertThat(runs).hasValue(0);
		assertThat(bank.cluster.snapshot().nodes()).hasSize(1);
	}

	@Test
	void stopAndStartReachAllNodes() {
		TestNode one = nodeWith("one", "mail", new AtomicInteger());
		TestNode two = nodeWith("two", "mail", new AtomicInteger());
		long version = one.cluster.stop("mail", ALICE);
		assertThat(one.worker("mail").state()).isEqualTo(WorkerState.STOPPED);
		awaitState(two.worker("mail"), WorkerState.STOPPED);
		await().untilAsserted(() -> {
			assertThat(two.worker("mail").snapshot().lastChange().by()).isEqualTo("alice");
			assertThat(two.worker("mail").snapshot().lastChange().reason()).isEqualTo("maintenance");
		});
		assertThat(two.cluster.start("mail", ALICE)).isEqualTo(version + 1);
		assertThat(two.worker("mail").state()).isEqualTo(WorkerState.STARTED);
		awaitState(one.worker("mail"), WorkerState.STARTED);
	}

	@Test
	void workerThatIsStoppedForAllDoesNotStartOnANodeThatComesLater() throws Exception {
		TestNode one = nodeWith("one", "mail", new AtomicInteger());
		one.cluster.stop("mail", ALICE);
		List<WorkerState> states = new CopyOnWriteArrayList<>();
		TestNode two = node("two");
		two.workers.addListener(new WorkerListener() {

			@Override
			public void happened(WorkerEvent event) {
				if (event instanceof WorkerEvent.StateChanged changed && changed.worker().equals("mail")) {
					states.add(changed.to());
				}
			}

		});
		two.event("mail", new AtomicInteger());
		two.start();
		// Nor one that is defined later.
		two.event("later", new AtomicInteger());
		two.cluster.stop("later");
		TestNode three = node("three").start();
		BackgroundWorker later = three.event("later", new AtomicInteger());
		three.awaitLooks();
		assertThat(two.worker("mail").state()).isEqualTo(WorkerState.STOPPED);
		assertThat(states).doesNotContain(WorkerState.STARTED);
		assertThat(later.state()).isEqualTo(WorkerState.STOPPED);
		assertThat(later.snapshot().executions().succeeded()).isZero();
	}

	@Test
	void workerThatIsStartedForAllStartsOnANodeThatComesLater() {
		TestNode one = node("one");
		one.workers.define("mail").event().autoStart(false).executor((ContextExecutor) (context) -> {
		}).register();
		one.start();
		assertThat(one.worker("mail").state()).isEqualTo(WorkerState.STOPPED);
		one.cluster.start("mail");
		assertThat(one.worker("mail").state()).isEqualTo(WorkerState.STARTED);
		TestNode two = node("two");
		two.workers.define("mail").event().autoStart(false).executor((ContextExecutor) (context) -> {
		}).register();
		two.start();
		awaitState(two.worker("mail"), WorkerState.STARTED);
	}

	@Test
	void whatIsDoneHereStaysUntilAllAreToldAnew() throws Exception {
		TestNode one = nodeWith("one", "mail", new AtomicInteger());
		TestNode two = nodeWith("two", "mail", new AtomicInteger());
		one.cluster.stop("mail");
		awaitState(two.worker("mail"), WorkerState.STOPPED);
		two.worker("mail").start();
		two.awaitLooks();
		assertThat(two.worker("mail").state()).isEqualTo(WorkerState.STARTED);
		assertThat(one.worker("mail").state()).isEqualTo(WorkerState.STOPPED);
		one.cluster.stop("mail");
		awaitState(two.worker("mail"), WorkerState.STOPPED);
	}

	@Test
	void contraryCommandsAtTheSameTimeEndInOneState() throws Exception {
		TestNode one = nodeWith("one", "mail", new AtomicInteger());
		TestNode two = nodeWith("two", "mail", new AtomicInteger());
		long before = one.cluster.start("mail");
		for (int i = 0; i < 10; i++) {
			CompletableFuture<?> starts = CompletableFuture.runAsync(() -> one.cluster.start("mail"), THREADS);
			CompletableFuture<?> stops = CompletableFuture.runAsync(() -> two.cluster.stop("mail"), THREADS);
			starts.get(60, TimeUnit.SECONDS);
			stops.get(60, TimeUnit.SECONDS);
			long stopped = number("select count(*) from atasker_worker_state where desired = 'STOPPED'");
			WorkerState wanted = (stopped > 0) ? WorkerState.STOPPED : WorkerState.STARTED;
			await().until(() -> one.worker("mail").state() == wanted && two.worker("mail").state() == wanted);
			one.awaitLooks();
			assertThat(one.worker("mail").state()).isEqualTo(wanted);
			assertThat(two.worker("mail").state()).isEqualTo(wanted);
		}
		assertThat(number("select version from atasker_worker_state")).isEqualTo(before + 20);
	}

	/**
	 * A node that has not looked in between must not take what is new for what it knows.
	 */
	@Test
	void rowThatIsDeletedBeginsAnew() throws Exception {
		TestNode one = nodeWith("one", "mail", new AtomicInteger());
		long known = one.cluster.stop("mail");
		one.cluster.start("mail");
		long triggered = one.cluster.trigger("mail");
		execute("delete from atasker_worker_state");
		one.awaitLooks();
		assertThat(one.cluster.stop("mail")).isGreaterThan(known + 1);
		assertThat(one.worker("mail").state()).isEqualTo(WorkerState.STOPPED);
		one.cluster.start("mail");
		assertThat(one.cluster.trigger("mail")).isGreaterThan(triggered);
	}

	@Test
	void workerOfTheSameNameFollowsAfterARemoval() {
		TestNode one = nodeWith("one", "mail", new AtomicInteger());
		one.cluster.stop("mail");
		one.workers.remove("mail");
		assertThatExceptionOfType(UnknownWorkerException.class).isThrownBy(() -> one.cluster.start("mail"));
		BackgroundWorker again = one.event("mail", new AtomicInteger());
		awaitState(again, WorkerState.STOPPED);
		one.cluster.start("mail");
		assertThat(again.state()).isEqualTo(WorkerState.STARTED);
	}

	@Test
	void nodesMayHaveDifferentWorkers() {
		TestNode one = nodeWith("one", "old", new AtomicInteger());
		TestNode two = nodeWith("two", "new", new AtomicInteger());
		two.cluster.stop("new");
		assertThatExceptionOfType(UnknownWorkerException.class).isThrownBy(() -> one.cluster.stop("new"));
		assertThatExceptionOfType(UnknownWorkerException.class).isThrownBy(() -> one.cluster.stop("OLD"))
			.withMessageContaining("there is 'old'");
		BackgroundWorker late = one.event("new", new AtomicInteger());
		awaitState(late, WorkerState.STOPPED);
		assertThat(one.worker("old").state()).isEqualTo(WorkerState.STARTED);
	}

}
