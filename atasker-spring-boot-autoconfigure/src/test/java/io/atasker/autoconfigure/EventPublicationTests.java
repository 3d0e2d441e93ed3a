package io.atasker.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import io.atasker.supervisor.LateTaskReport;
import io.atasker.supervisor.Priority;
import io.atasker.supervisor.Supervisor;
import io.atasker.testsupport.LeakGuard;
import io.atasker.time.ManualTime;
import io.atasker.time.TimeSource;
import io.atasker.worker.BackgroundEventWorker;
import io.atasker.worker.StuckStep;
import io.atasker.worker.WorkerEvent;
import io.atasker.worker.WorkerEvent.StateChanged;
import io.atasker.worker.WorkerState;
import io.atasker.worker.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for application events.
 */
@ExtendWith(LeakGuard.class)
class EventPublicationTests {

	private final Listener listener = new Listener();

	private final ManualTime time = new ManualTime();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AtaskerAutoConfiguration.class))
		.withPropertyValues("atasker.supervisor.pool-size=1", "atasker.supervisor.reserve-normal=0",
				"atasker.supervisor.shutdown-timeout=5s")
		.withBean(TimeSource.class, () -> this.time)
		.withBean(Listener.class, () -> this.listener);

	private static BackgroundEventWorker event(Workers workers, String name, Runnable executor) {
		return (BackgroundEventWorker) workers.define(name)
			.event()
			.timeout(Duration.ofSeconds(1))
			.onError((failure) -> {
			})
			.executor((context) -> executor.run())
			.register();
	}

	@Test
	void statesArePublishedInOrderUntilTheSupervisorHasStopped() {
		this.runner.run((context) -> {
			BackgroundEventWorker worker = event(context.getBean(Workers.class), "job", () -> {
			});
			worker.stop();
			worker.start();
			await().until(() -> this.listener.of(StateChanged.class).size() == 3);
			context.close();
			assertThat(this.listener.of(StateChanged.class)).extracting(StateChanged::to)
				.containsExactly(WorkerState.STARTED, WorkerState.STOPPED, WorkerState.STARTED, WorkerState.STOPPED);
			assertThat(this.listener.thread).isEqualTo("atasker-events");
		});
	}

	@Test
	void failuresArePublishedOncePerBurst() {
		this.runner.run((context) -> {
			BackgroundEventWorker worker = event(context.getBean(Workers.class), "job", () -> {
				throw new IllegalStateException("no");
			});
			for (int i = 1; i <= 3; i++) {
				worker.trigger();
				int failed = i;
				await().until(() -> worker.statistics().failed() == failed);
			}
			await().until(() -> !this.listener.of(WorkerEvent.Failing.class).isEmpty());
			context.close();
			assertThat(this.listener.of(WorkerEvent.Failing.class)).singleElement()
				.satisfies((failing) -> assertThat(failing.message()).isEqualTo("no"));
		});
	}

	@Test
	void stuckExecutionsAndLateTasksArePublished() {
		CountDownLatch inside = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		this.runner.run((context) -> {
			BackgroundEventWorker worker = event(context.getBean(Workers.class), "stuck", () -> {
				inside.countDown();
				while (go.getCount() > 0) {
					Thread.onSpinWait();
				}
			});
			worker.trigger();
			await().until(() -> inside.getCount() == 0);
			context.getBean(Supervisor.class).submit(() -> 1);
			this.time.advance(Duration.ofSeconds(5));
			await().until(() -> !this.listener.of(LateTaskReport.class).isEmpty());
			LateTaskReport late = this.listener.of(LateTaskReport.class).get(0);
			assertThat(late.supervisor()).isEqualTo("default");
			assertThat(late.level()).isEqualTo(LateTaskReport.Level.WARNING);
			assertThat(late.task().priority()).isEqualTo(Priority.NORMAL);
			await().until(() -> this.listener.of(WorkerEvent.Stuck.class).size() >= 2);
			assertThat(this.listener.of(WorkerEvent.Stuck.class)).extracting(WorkerEvent.Stuck::step)
				.startsWith(StuckStep.WARNED, StuckStep.INTERRUPTED);
			go.countDown();
		});
	}

	@Test
	void nothingIsPublishedAfterTheClose() {
		Workers[] workers = new Workers[1];
		this.runner.run((context) -> workers[0] = context.getBean(Workers.class));
		int before = this.listener.events.size();
		event(workers[0], "job", () -> {
		}).start();
		assertThat(this.listener.events).hasSize(before);
	}

	@Test
	void nothingIsPublishedBeforeTheContextIsRefreshed() {
		this.runner.withBean(Early.class).run((context) -> {
			assertThat(context).hasNotFailed();
			await().until(() -> !this.listener.of(StateChanged.class).isEmpty());
			context.close();
			assertThat(this.listener.of(StateChanged.class)).extracting(StateChanged::worker).containsOnly("early");
			assertThat(this.listener.beforeClose).isNotNull();
		});
	}

	@Test
	void listenerThatThrowsOrIsSlowHoldsUpNobody() throws Exception {
		CountDownLatch go = new CountDownLatch(1);
		this.listener.block = go;
		this.runner.run((context) -> {
			BackgroundEventWorker worker = event(context.getBean(Workers.class), "job", () -> {
			});
			worker.trigger();
			await().until(() -> worker.statistics().succeeded() == 1);
			assertThat(worker.stop()).isTrue();
			go.countDown();
			await().until(() -> this.listener.of(StateChanged.class)
				.stream()
				.anyMatch((change) -> change.to() == WorkerState.STOPPED));
		});
	}

	@Test
	void canBeSwitchedOff() {
		this.runner.withPropertyValues("atasker.events.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EventPublication.class));
	}

	/** Makes a worker while beans are being made. */
	static final class Early {

		Early(Workers workers) {
			event(workers, "early", () -> {
			});
		}

	}

	/** Keeps what it is told; throws each time. */
	static final class Listener {

		private final List<Object> events = new CopyOnWriteArrayList<>();

		private volatile String thread;

		private volatile CountDownLatch block;

		private volatile Integer beforeClose;

		@EventListener
		void on(WorkerEvent event) throws InterruptedException {
			if (this.block != null) {
				this.block.await();
			}
			this.thread = Thread.currentThread().getName();
			this.events.add(event);
			throw new IllegalStateException("listener");
		}

		@EventListener
		void on(LateTaskReport report) {
			this.events.add(report);
		}

		@EventListener
		void on(ContextClosedEvent closed) {
			this.beforeClose = this.events.size();
		}

		private <T> List<T> of(Class<T> type) {
			return this.events.stream().filter(type::isInstance).map(type::cast).filter(Objects::nonNull).toList();
		}

	}

}
