package io.atasker.worker;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import io.atasker.testsupport.LeakGuard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what listeners are told.
 */
@ExtendWith(LeakGuard.class)
class WorkerListenerTests {

	private final Engine engine = new Engine();

	private final List<String> told = new CopyOnWriteArrayList<>();

	private final List<WorkerEvent.Failing> failures = new CopyOnWriteArrayList<>();

	@AfterEach
	void close() {
		this.engine.close();
	}

	private void listen() {
		this.engine.workers.addListener(new Throwing());
		this.engine.workers.addListener(new WorkerListener() {
			@Override
			public void registered(BackgroundWorker worker) {
				WorkerListenerTests.this.told.add("registered " + worker.name());
			}

			@Override
			public void removed(BackgroundWorker worker) {
				WorkerListenerTests.this.told.add("removed " + worker.name());
			}

			@Override
			public void happened(WorkerEvent event) {
				if (event instanceof WorkerEvent.StateChanged change) {
					WorkerListenerTests.this.told.add(change.from() + "->" + change.to());
				}
				else if (event instanceof WorkerEvent.Failing failing) {
					WorkerListenerTests.this.failures.add(failing);
				}
			}
		});
	}

	private BackgroundWorker event(String name) {
		return this.engine.workers.define(name).event().executor((context) -> {
		}).register();
	}

	@Test
	void isToldOfWorkersThatAreThereAndThatComeAndGo() {
		event("one");
		listen();
		event("two");
		this.engine.workers.remove("one");
		assertThat(this.told).containsExactly("registered one", "registered two", "removed one");
	}

	@Test
	void isToldOfStatesInOrder() throws Exception {
		CountDownLatch go = new CountDownLatch(1);
		listen();
		this.engine.supervisor.start();
		BackgroundEventWorker worker = this.engine.workers.define("one").event().executor((context) -> {
			go.await();
		}).register();
		worker.trigger();
		await().until(() -> Engine.counts(worker).running() == 1);
		worker.stopAsync();
		go.countDown();
		await().until(() -> this.told.contains("STOPPING->STOPPED"));
		assertThat(this.told).containsExactly("registered one", "STOPPED->STARTED", "STARTED->STOPPING",
				"STOPPING->STOPPED");
	}

	@Test
	void workerThatStopsItselfIsSeenStopped() {
		listen();
		this.engine.supervisor.start();
		this.engine.workers.define("one").executorWithResult((item, context) -> false).register();
		await().until(() -> this.told.contains("STOPPING->STOPPED"));
	}

	@Test
	void stateFollowsTheSupervisor() {
		listen();
		event("one");
		this.engine.supervisor.start();
		this.engine.supervisor.close();
		assertThat(this.told).containsExactly("registered one", "STOPPED->STARTED", "STARTED->STOPPED");
	}

	@Test
	void workerWhoseHookThrewIsSeenFailed() {
		listen();
		this.engine.workers.define("one").event().hooks(new WorkerHooks() {
			@Override
			public void beforeStart(BackgroundWorker worker) {
				throw new IllegalStateException("no");
			}
		}).executor((context) -> {
		}).register();
		this.engine.supervisor.start();
		assertThat(this.told).containsExactly("registered one", "STOPPED->FAILED");
	}

	@Test
	void failuresAreToldOncePerBurst() {
		listen();
		this.engine.supervisor.start();
		BackgroundQueueWorker<Integer> worker = this.engine.workers.define("one")
			.queue(Integer.class)
			.onError((failure) -> {
			})
			.executor((item, context) -> {
				if (item > 0) {
					throw new IllegalStateException("no " + item);
				}
			})
			.register();
		for (int item = 1; item <= 20; item++) {
			worker.put(item);
		}
		await().until(() -> Engine.counts(worker).failed() == 20);
		assertThat(this.failures).extracting(WorkerEvent.Failing::failures).containsExactly(1L, 10L);
		assertThat(this.failures.get(0).type()).isEqualTo(IllegalStateException.class.getName());
		assertThat(this.failures.get(0).message()).isEqualTo("no 1");
		assertThat(worker.statistics().failuresInARow()).isEqualTo(20);
		worker.put(0);
		await().until(() -> Engine.counts(worker).succeeded() == 1);
		this.engine.settle();
		assertThat(worker.statistics().failuresInARow()).isZero();
		worker.put(1);
		await().until(() -> this.failures.size() == 3);
		assertThat(this.failures.get(2).failures()).isOne();
	}

	@Test
	void listenerThatWasRemovedIsNotToldAnyMore() {
		WorkerListener listener = new WorkerListener() {
			@Override
			public void registered(BackgroundWorker worker) {
				WorkerListenerTests.this.told.add(worker.name());
			}
		};
		this.engine.workers.addListener(listener);
		event("one");
		this.engine.workers.removeListener(listener);
		event("two");
		assertThat(this.told).containsExactly("one");
	}

	/** Fails whatever it is told. */
	private static final class Throwing implements WorkerListener {

		@Override
		public void registered(BackgroundWorker worker) {
			throw new IllegalStateException("registered");
		}

		@Override
		public void removed(BackgroundWorker worker) {
			throw new IllegalStateException("removed");
		}

		@Override
		public void happened(WorkerEvent event) {
			throw new IllegalStateException("happened");
		}

	}

}
