package io.atasker.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Level;
import io.atasker.annotation.EventWorker;
import io.atasker.annotation.IntervalWorker;
import io.atasker.annotation.QueueWorker;
import io.atasker.annotation.Worker;
import io.atasker.supervisor.Supervisor;
import io.atasker.supervisor.SupervisorState;
import io.atasker.testsupport.LeakGuard;
import io.atasker.testsupport.LogCapture;
import io.atasker.worker.BackgroundQueueWorker;
import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.WorkContext;
import io.atasker.worker.WorkerHooks;
import io.atasker.worker.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link SupervisorLifecycle}, {@link LauncherLifecycle} and
 * {@link SupervisorDisposal}.
 */
@ExtendWith(LeakGuard.class)
class LifecycleTests {

	private static final int WEB_SERVER = SmartLifecycle.DEFAULT_PHASE - 2048;

	private static final int EXECUTORS = Integer.MAX_VALUE / 2;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AtaskerAutoConfiguration.class, LifecycleAutoConfiguration.class));

	@Test
	void supervisorRunsBelowTheWebServerAndAboveExecutors() {
		List<String> seen = new ArrayList<>();
		this.runner.withBean("web", Watcher.class, () -> new Watcher(WEB_SERVER, "web", seen))
			.withBean("executors", Watcher.class, () -> new Watcher(EXECUTORS, "executors", seen))
			.run((context) -> {
				context.getBeansOfType(Watcher.class)
					.values()
					.forEach((one) -> one.supervisor = context.getBean(Supervisor.class));
				assertThat(context.getBean(Supervisor.class).state()).isEqualTo(SupervisorState.STARTED);
				context.getSourceApplicationContext(ConfigurableApplicationContext.class).restart();
				assertThat(seen).containsExactly("web stops RECEIVING", "executors stops STOPPED",
						"executors starts STOPPED", "web starts RECEIVING");
				assertThat(context.getBean(Supervisor.class).state()).isEqualTo(SupervisorState.STARTED);
			});
	}

	@Test
	void contextMayBePausedAndRestartedFiftyTimes() {
		this.runner.withUserConfiguration(Tasks.class).run((context) -> {
			Tasks tasks = context.getBean(Tasks.class);
			Supervisor supervisor = context.getBean(Supervisor.class);
			ConfigurableApplicationContext pauseable = context
				.getSourceApplicationContext(ConfigurableApplicationContext.class);
			for (int i = 1; i <= 50; i++) {
				pauseable.pause();
				assertThat(supervisor.state()).isEqualTo(SupervisorState.STOPPED);
				assertThat(tasks.running).hasValue(0);
				assertThat(supervisor.awaitTermination(Duration.ofMinutes(1))).isTrue();
				await().until(() -> LeakGuard.engineThreads().isEmpty());
				int before = tasks.runs.get();
				pauseable.restart();
				await().until(() -> tasks.runs.get() > before);
			}
		});
	}

	@Test
	void pauseKeepsItemsAndWhatUsersDecided() {
		this.runner.withUserConfiguration(Tasks.class).run((context) -> {
			Tasks tasks = context.getBean(Tasks.class);
			BackgroundWorker continuous = context.getBean(Workers.class).get("continuous");
			BackgroundQueueWorker<String> queue = context.getBean(Workers.class).queue("items", String.class);
			assertThat(continuous.stop()).isTrue();
			assertThat(queue.stop()).isTrue();
			queue.put("one");
			queue.put("two");
			ConfigurableApplicationContext pauseable = context
				.getSourceApplicationContext(ConfigurableApplicationContext.class);
			pauseable.pause();
			assertThat(queue.size()).isEqualTo(2);
			pauseable.restart();
			assertThat(queue.isStopped()).isTrue();
			queue.start();
			await().untilAsserted(() -> assertThat(tasks.items).containsExactly("one", "two"));
			assertThat(continuous.isStopped()).isTrue();
		});
	}

	@Test
	void workIsFinishedWithinTheDeadlineEvenWhenSpringGivesLess() {
		Slow slow = new Slow();
		this.runner.withBean(Slow.class, () -> slow)
			.withPropertyValues("spring.lifecycle.timeout-per-shutdown-phase=1ms")
			.run((context) -> {
				BackgroundQueueWorker<String> queue = context.getBean(Workers.class).queue("work", String.class);
				queue.put("one");
				queue.put("two");
				assertThat(slow.begun.await(60, TimeUnit.SECONDS)).isTrue();
				context.close();
				assertThat(slow.ended).hasValue(2);
			});
	}

	@Test
	void stopEndsAtTheDeadlineWhateverRuns() {
		Stubborn stubborn = new Stubborn();
		this.runner.withBean(Stubborn.class, () -> stubborn)
			.withPropertyValues("atasker.supervisor.shutdown-timeout=400ms")
			.run((context) -> {
				assertThat(stubborn.begun.await(60, TimeUnit.SECONDS)).isTrue();
				long begin = System.nanoTime();
				try (LogCapture log = LogCapture.of(Supervisor.class)) {
					context.close();
					assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(25));
					assertThat(log.messages(Level.WARN)).singleElement().asString().contains("'work'", "still running");
				}
				finally {
					stubborn.end.countDown();
				}
			});
	}

	@Test
	void whatIsLostIsReportedWhenTheContextIsClosed() {
		this.runner.withUserConfiguration(Tasks.class).run((context) -> {
			BackgroundQueueWorker<String> queue = context.getBean(Workers.class).queue("items", String.class);
			assertThat(queue.stop()).isTrue();
			queue.put("one");
			queue.put("two");
			try (LogCapture log = LogCapture.of(SupervisorDisposal.class)) {
				ConfigurableApplicationContext pauseable = context
					.getSourceApplicationContext(ConfigurableApplicationContext.class);
				pauseable.pause();
				assertThat(log.messages(Level.WARN)).isEmpty();
				context.close();
				assertThat(log.messages(Level.WARN)).singleElement().asString().contains("items (2)");
			}
		});
	}

	@Test
	void startupThatFailsLateLeavesNothingRunning() {
		this.runner.withUserConfiguration(Tasks.class)
			.withBean("failing", Watcher.class, () -> new Watcher(SmartLifecycle.DEFAULT_PHASE, "failing", null))
			.run((context) -> {
				assertThat(context).hasFailed();
				await().until(() -> LeakGuard.engineThreads().isEmpty());
			});
	}

	@Test
	void startupThatFailsEarlyMakesNoThread() {
		this.runner.withUserConfiguration(Tasks.class)
			.withPropertyValues("atasker.supervisor.min-threads=max", "atasker.supervisors.reports.min-threads=4")
			.withBean("failing", Object.class, () -> {
				throw new IllegalStateException("as told");
			})
			.run((context) -> {
				assertThat(context).hasFailed();
				assertThat(LeakGuard.engineThreads()).isEmpty();
			});
	}

	@Test
	void contextsOfOneJvmAreIndependent() {
		this.runner.withUserConfiguration(Tasks.class)
			.run((one) -> this.runner.withUserConfiguration(Tasks.class).run((other) -> {
				assertThat(one.getBean(Supervisor.class)).isNotSameAs(other.getBean(Supervisor.class));
				one.close();
				assertThat(other.getBean(Supervisor.class).state()).isEqualTo(SupervisorState.STARTED);
				int before = other.getBean(Tasks.class).runs.get();
				await().until(() -> other.getBean(Tasks.class).runs.get() > before);
			}));
	}

	@Test
	void workersOfParentAndChildStartOnceInTheirOwnContext() {
		try (ConfigurableApplicationContext parent = application(ParentTasks.class).run()) {
			try (ConfigurableApplicationContext child = application(ChildTasks.class).parent(parent).run()) {
				assertThat(names(parent)).containsExactly("ofParent");
				assertThat(names(child)).containsExactly("ofChild");
				// What is in the parent sees the child, as all beans do, but not the
				// other way round.
				assertThat(parent.getBean("parentStarts", Starts.class).names).containsExactly("ofParent", "ofChild");
				assertThat(child.getBean("childStarts", Starts.class).names).containsExactly("ofChild");
			}
			assertThat(parent.getBean(Supervisor.class).state()).isEqualTo(SupervisorState.STARTED);
			assertThat(parent.getBean(Workers.class).get("ofParent").isStarted()).isTrue();
		}
	}

	@Test
	void unknownWorkersAreAWarningWithTheNearestNames() {
		try (LogCapture log = LogCapture.of(UnknownWorkersCheck.class)) {
			this.runner.withUserConfiguration(Tasks.class)
				.withPropertyValues("atasker.workers.itemz.capacity=5", "atasker.workers.ITEMS.capacity=5")
				.run((context) -> {
					context.getSourceApplicationContext(ConfigurableApplicationContext.class).restart();
					assertThat(log.messages(Level.WARN)).singleElement()
						.asString()
						.contains("atasker.workers.itemz.*", "the nearest names are items");
				});
		}
	}

	@Test
	void unknownWorkersMayStopTheStartup() {
		FailureReports reports = new FailureReports();
		this.runner.withUserConfiguration(Tasks.class)
			.withInitializer(reports)
			.withPropertyValues("atasker.workers.itemz.capacity=5", "atasker.unknown-workers=fail")
			.run((context) -> {
				assertThat(context).hasFailed();
				assertThat(reports.of(context).getDescription()).contains("'atasker.workers.itemz'", "items");
				await().until(() -> LeakGuard.engineThreads().isEmpty());
			});
	}

	@Test
	void unknownWorkersMayBeTemplatesOrIgnored() {
		try (LogCapture log = LogCapture.of(UnknownWorkersCheck.class)) {
			this.runner.withUserConfiguration(Templates.class)
				.withPropertyValues("atasker.workers.sync.capacity=5", "atasker.unknown-workers=fail")
				.run((context) -> assertThat(context).hasNotFailed());
			this.runner.withPropertyValues("atasker.workers.itemz.capacity=5", "atasker.unknown-workers=ignore")
				.run((context) -> assertThat(log.messages(Level.WARN)).isEmpty());
		}
	}

	private static SpringApplicationBuilder application(Class<?> configuration) {
		return new SpringApplicationBuilder(configuration).web(WebApplicationType.NONE).bannerMode(Banner.Mode.OFF);
	}

	private static List<String> names(ConfigurableApplicationContext context) {
		return context.getBean(Workers.class).stream().map(BackgroundWorker::name).toList();
	}

	@Configuration(proxyBeanMethods = false)
	static class Tasks {

		private final AtomicInteger running = new AtomicInteger();

		private final AtomicInteger runs = new AtomicInteger();

		private final List<String> items = new CopyOnWriteArrayList<>();

		@Worker
		void continuous() {
			this.running.incrementAndGet();
			this.runs.incrementAndGet();
			this.running.decrementAndGet();
		}

		@IntervalWorker("1ms")
		void ticking() {
			this.running.incrementAndGet();
			this.running.decrementAndGet();
		}

		@QueueWorker
		void items(String item) {
			this.items.add(item);
		}

	}

	static class Slow {

		private final CountDownLatch begun = new CountDownLatch(1);

		private final AtomicInteger ended = new AtomicInteger();

		@QueueWorker
		void work(String item) throws InterruptedException {
			this.begun.countDown();
			new CountDownLatch(1).await(300, TimeUnit.MILLISECONDS);
			this.ended.incrementAndGet();
		}

	}

	static class Stubborn {

		private final CountDownLatch begun = new CountDownLatch(1);

		private final CountDownLatch end = new CountDownLatch(1);

		@Worker
		boolean work() {
			this.begun.countDown();
			while (this.end.getCount() > 0) {
				try {
					this.end.await();
				}
				catch (InterruptedException ex) {
					// As stubborn as it says.
				}
			}
			return false;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Templates {

		Templates(Workers workers) {
			workers.define("sync-1").template("sync").queue(String.class).executor((job) -> {
			}).register();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(AtaskerAutoConfiguration.class)
	static class ParentTasks {

		@Bean
		Starts parentStarts() {
			return new Starts();
		}

		@EventWorker
		void ofParent(WorkContext context) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(AtaskerAutoConfiguration.class)
	static class ChildTasks {

		@Bean
		Starts childStarts() {
			return new Starts();
		}

		@EventWorker
		void ofChild(WorkContext context) {
		}

	}

	static class Starts implements WorkerHooks {

		private final List<String> names = new CopyOnWriteArrayList<>();

		@Override
		public void afterStart(BackgroundWorker worker) {
			this.names.add(worker.name());
		}

	}

	/**
	 * Notes the state of the supervisor when it is started and stopped. Fails to start
	 * when there is nowhere to note it.
	 */
	static class Watcher implements SmartLifecycle {

		private final int phase;

		private final String name;

		private final List<String> seen;

		private volatile Supervisor supervisor;

		private volatile boolean running;

		Watcher(int phase, String name, List<String> seen) {
			this.phase = phase;
			this.name = name;
			this.seen = seen;
		}

		@Override
		public void start() {
			if (this.seen == null) {
				throw new IllegalStateException("as told");
			}
			note("starts");
			this.running = true;
		}

		@Override
		public void stop() {
			note("stops");
			this.running = false;
		}

		private void note(String what) {
			if (this.supervisor != null) {
				this.seen.add("%s %s %s".formatted(this.name, what, this.supervisor.state()));
			}
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public int getPhase() {
			return this.phase;
		}

	}

}
