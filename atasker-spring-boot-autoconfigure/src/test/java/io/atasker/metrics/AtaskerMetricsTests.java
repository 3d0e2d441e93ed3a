package io.atasker.metrics;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.atasker.supervisor.PoolLimits;
import io.atasker.supervisor.Priority;
import io.atasker.supervisor.ShutdownPolicy;
import io.atasker.supervisor.Supervisor;
import io.atasker.supervisor.TaskOptions;
import io.atasker.testsupport.LeakGuard;
import io.atasker.time.ManualTime;
import io.atasker.worker.BackgroundEventWorker;
import io.atasker.worker.BackgroundIntervalWorker;
import io.atasker.worker.BackgroundQueueWorker;
import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.ExecutionObserver;
import io.atasker.worker.RetryPolicy;
import io.atasker.worker.WorkContext;
import io.atasker.worker.Workers;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the values of meters, and for their coming and going.
 */
@ExtendWith(LeakGuard.class)
class AtaskerMetricsTests {

	private final ManualTime time = new ManualTime();

	private final Supervisor supervisor = Supervisor.builder().time(this.time).limits(new PoolLimits(4, 2, 1)).build();

	private final Workers workers = Workers.of(this.supervisor);

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final AtaskerMetrics metrics = new AtaskerMetrics(this.workers, List.of(this.supervisor), false);

	private final CountDownLatch go = new CountDownLatch(1);

	@BeforeEach
	void start() {
		this.metrics.bindTo(this.registry);
		this.supervisor.start();
	}

	@AfterEach
	void stop() {
		this.go.countDown();
		this.supervisor.stop(ShutdownPolicy.immediate(Duration.ofSeconds(5)));
	}

	private double value(AtaskerMeters meter, String... tags) {
		return this.registry.get(meter.getName()).tags(tags).meter().measure().iterator().next().getValue();
	}

	private BackgroundQueueWorker<Integer> queue(String name) {
		return this.workers.define(name)
			.queue(Integer.class)
			.capacity(10)
			.retry(RetryPolicy.of(1))
			.onError((failure) -> {
			})
			.executor((item, context) -> {
				if (item < 0) {
					throw new IllegalStateException("negative");
				}
				if (item == 0) {
					this.go.await();
				}
			})
			.register();
	}

	@Test
	void executionsByOutcome() {
		BackgroundQueueWorker<Integer> worker = queue("items");
		assertThat(value(AtaskerMeters.EXECUTIONS, "worker", "items", "outcome", "succeeded")).isZero();
		worker.put(1);
		worker.put(2);
		worker.put(-1);
		await().until(() -> value(AtaskerMeters.EXECUTIONS, "worker", "items", "outcome", "retried") == 1);
		// What is counted need not wait for its delay yet.
		await().until(() -> {
			this.time.advance(Duration.ofMinutes(1));
			return value(AtaskerMeters.EXECUTIONS, "worker", "items", "outcome", "failed") == 1;
		});
		assertThat(value(AtaskerMeters.EXECUTIONS, "worker", "items", "outcome", "succeeded")).isEqualTo(2);
		assertThat(value(AtaskerMeters.EXECUTIONS, "worker", "items", "outcome", "retried")).isEqualTo(1);
		assertThat(value(AtaskerMeters.EXECUTIONS, "worker", "items", "outcome", "timed_out")).isZero();
		await().until(() -> value(AtaskerMeters.QUEUE_DEAD, "worker", "items") == 1);
		FunctionTimer timer = this.registry.get(AtaskerMeters.EXECUTION_TIME.getName()).functionTimer();
		await().until(() -> timer.count() == 4);
	}

	@Test
	void queueAndActive() {
		BackgroundQueueWorker<Integer> worker = queue("items");
		worker.put(0);
		await().until(() -> value(AtaskerMeters.ACTIVE, "worker", "items") == 1);
		for (int i = 1; i <= 12; i++) {
			worker.offer(i);
		}
		assertThat(value(AtaskerMeters.QUEUE_SIZE, "worker", "items")).isEqualTo(10);
		assertThat(value(AtaskerMeters.QUEUE_REMAINING, "worker", "items")).isZero();
		assertThat(value(AtaskerMeters.QUEUE_REJECTED, "worker", "items")).isEqualTo(2);
		worker.cancel("test");
		this.time.advance(Duration.ofMillis(2));
		await().until(() -> value(AtaskerMeters.EXECUTIONS, "worker", "items", "outcome", "cancelled") == 1);
	}

	@Test
	void durationsAddUp() throws Exception {
		CountDownLatch inside = new CountDownLatch(1);
		BackgroundEventWorker worker = this.workers.define("slow").event().executor((context) -> {
			inside.countDown();
			this.go.await();
		}).register();
		worker.trigger();
		inside.await();
		this.time.advance(Duration.ofSeconds(3));
		this.go.countDown();
		FunctionTimer timer = this.registry.get(AtaskerMeters.EXECUTION_TIME.getName()).functionTimer();
		await().until(() -> timer.totalTime(TimeUnit.SECONDS) > 0);
		assertThat(timer.totalTime(TimeUnit.SECONDS)).isEqualTo(3, within(0.001));
		await().until(() -> timer.count() == 1);
	}

	@Test
	void durationOfAStageIsCountedUntilItIsComplete() {
		var stage = new CompletableFuture<Object>();
		BackgroundEventWorker worker = (BackgroundEventWorker) this.workers.define("async")
			.event()
			.asyncExecutor((item, context) -> stage)
			.register();
		worker.trigger();
		await().until(() -> value(AtaskerMeters.ACTIVE, "worker", "async") == 1);
		this.time.advance(Duration.ofSeconds(7));
		stage.complete("done");
		await().until(() -> value(AtaskerMeters.EXECUTIONS, "worker", "async", "outcome", "succeeded") == 1);
		FunctionTimer timer = this.registry.get(AtaskerMeters.EXECUTION_TIME.getName()).functionTimer();
		await().until(() -> timer.totalTime(TimeUnit.SECONDS) > 0 && !worker.executions().isEmpty());
		assertThat(timer.totalTime(TimeUnit.SECONDS)).isEqualTo(7, within(0.001));
		assertThat(worker.executions().get(0).duration()).isEqualTo(Duration.ofSeconds(7));
	}

	@Test
	void launchDelayIsTheTimeFromTheWakeUpToTheTurn() {
		BackgroundEventWorker worker = this.workers.define("late").event().priority(Priority.LOW).executor((c) -> {
		}).register();
		for (int i = 0; i < 4; i++) {
			this.supervisor.submit(() -> this.go.await(1, TimeUnit.MINUTES));
		}
		await().until(() -> value(AtaskerMeters.POOL_RUNNING, "priority", "normal") == 4);
		worker.trigger();
		assertThat(value(AtaskerMeters.POOL_WAITING, "priority", "low")).isEqualTo(1);
		this.time.advance(Duration.ofSeconds(12));
		assertThat(value(AtaskerMeters.POOL_OLDEST_WAITING)).isEqualTo(12, within(0.001));
		assertThat(value(AtaskerMeters.POOL_LATE, "priority", "low")).isEqualTo(2);
		assertThat(value(AtaskerMeters.EXECUTOR_ACTIVE)).isEqualTo(4);
		assertThat(value(AtaskerMeters.EXECUTOR_QUEUED)).isEqualTo(1);
		this.go.countDown();
		FunctionTimer timer = this.registry.get(AtaskerMeters.LAUNCH_DELAY.getName()).functionTimer();
		await().until(() -> timer.count() == 1);
		assertThat(timer.totalTime(TimeUnit.SECONDS)).isEqualTo(12, within(0.001));
		await().until(() -> value(AtaskerMeters.EXECUTOR_COMPLETED) == 5);
	}

	@Test
	void limitsAndThreads() {
		assertThat(value(AtaskerMeters.POOL_LIMIT, "priority", "low")).isEqualTo(4);
		assertThat(value(AtaskerMeters.POOL_LIMIT, "priority", "normal")).isEqualTo(6);
		assertThat(value(AtaskerMeters.EXECUTOR_POOL_CORE)).isEqualTo(4);
		assertThat(value(AtaskerMeters.EXECUTOR_POOL_MAX)).isEqualTo(7);
		assertThat(this.supervisor.submit(() -> 1, TaskOptions.of(Priority.HIGH)).result())
			.succeedsWithin(Duration.ofSeconds(30));
		assertThat(value(AtaskerMeters.POOL_THREADS)).isPositive().isEqualTo(value(AtaskerMeters.EXECUTOR_POOL_SIZE));
		this.supervisor.resize(new PoolLimits(9, 0, 0));
		assertThat(value(AtaskerMeters.EXECUTOR_POOL_MAX)).isEqualTo(9);
	}

	@Test
	void missedTicksAndMergedTriggers() throws Exception {
		CountDownLatch inside = new CountDownLatch(1);
		BackgroundIntervalWorker worker = this.workers.define("ticks").interval(Duration.ofSeconds(1)).executor((c) -> {
			inside.countDown();
			this.go.await();
		}).register();
		this.time.advance(Duration.ZERO);
		inside.await();
		this.time.advance(Duration.ofMillis(3500));
		worker.trigger();
		worker.trigger();
		this.go.countDown();
		await().until(() -> value(AtaskerMeters.EXECUTIONS, "worker", "ticks", "outcome", "succeeded") == 2);
		assertThat(value(AtaskerMeters.MERGED, "worker", "ticks")).isPositive();
		assertThat(value(AtaskerMeters.MISSED, "worker", "ticks")).isPositive();
	}

	@Test
	void stuckExecutions() {
		CountDownLatch inside = new CountDownLatch(1);
		BackgroundEventWorker worker = this.workers.define("stuck")
			.event()
			.timeout(Duration.ofSeconds(1))
			.timeoutGrace(Duration.ofSeconds(1))
			.onError((failure) -> {
			})
			.executor((context) -> {
				inside.countDown();
				while (this.go.getCount() > 0) {
					Thread.onSpinWait();
				}
			})
			.register();
		worker.trigger();
		await().until(() -> inside.getCount() == 0);
		assertThat(value(AtaskerMeters.ACTIVE, "worker", "stuck")).isEqualTo(1);
		this.time.advance(Duration.ofSeconds(1));
		assertThat(value(AtaskerMeters.STUCK, "worker", "stuck")).isEqualTo(1);
		assertThat(value(AtaskerMeters.STUCK_STEPS, "worker", "stuck", "step", "warned")).isEqualTo(1);
		assertThat(value(AtaskerMeters.STUCK_STEPS, "worker", "stuck", "step", "interrupted")).isEqualTo(1);
		assertThat(value(AtaskerMeters.STUCK_STEPS, "worker", "stuck", "step", "abandoned")).isZero();
		this.time.advance(Duration.ofSeconds(2));
		assertThat(value(AtaskerMeters.STUCK_STEPS, "worker", "stuck", "step", "abandoned")).isEqualTo(1);
		assertThat(value(AtaskerMeters.POOL_ABANDONED)).isEqualTo(1);
		this.go.countDown();
		await().until(() -> value(AtaskerMeters.EXECUTIONS, "worker", "stuck", "outcome", "timed_out") == 1);
		await().until(() -> value(AtaskerMeters.POOL_ABANDONED) == 0);
	}

	@Test
	void metersGoWithTheirWorker() {
		queue("items");
		queue("others");
		this.workers.remove("items");
		assertThat(this.registry.getMeters()).noneMatch((meter) -> "items".equals(meter.getId().getTag("worker")))
			.anyMatch((meter) -> "others".equals(meter.getId().getTag("worker")));
	}

	@Test
	void metersGoWhenItIsClosed() {
		queue("items");
		this.metrics.close();
		queue("others");
		assertThat(this.registry.getMeters()).isEmpty();
	}

	@Test
	void workersOfATemplateShareTheMetersOfItsName() {
		BackgroundQueueWorker<Integer> one = fromTemplate("sync-1");
		BackgroundQueueWorker<Integer> two = fromTemplate("sync-2");
		one.put(1);
		two.put(1);
		two.put(2);
		await().until(() -> value(AtaskerMeters.EXECUTIONS, "worker", "sync", "outcome", "succeeded") == 3);
		this.workers.remove("sync-2");
		assertThat(value(AtaskerMeters.EXECUTIONS, "worker", "sync", "outcome", "succeeded")).isEqualTo(3);
		assertThat(this.registry.getMeters()).noneMatch((meter) -> "sync-1".equals(meter.getId().getTag("worker")));
		this.workers.remove("sync-1");
		assertThat(this.registry.getMeters()).noneMatch((meter) -> "sync".equals(meter.getId().getTag("worker")));
	}

	private BackgroundQueueWorker<Integer> fromTemplate(String name) {
		return this.workers.define(name).queue(Integer.class).template("sync").executor((item, context) -> {
		}).register();
	}

	@Test
	void workersThatAreThereAlreadyAreBoundToo() {
		queue("items");
		MeterRegistry second = new SimpleMeterRegistry();
		this.metrics.bindTo(second);
		assertThat(second.getMeters()).hasSameSizeAs(this.registry.getMeters());
	}

	@Test
	void valuesAreThereAfterGarbageCollection() {
		queue("items");
		System.gc();
		assertThat(this.registry.getMeters()).allSatisfy((meter) -> assertThat(meter.measure())
			.allMatch((measurement) -> Double.isFinite(measurement.getValue())));
	}

	@Test
	void registryThatThrowsChangesNothing() {
		MeterRegistry broken = new SimpleMeterRegistry();
		broken.config().meterFilter(new MeterFilter() {
			@Override
			public MeterFilterReply accept(Meter.Id id) {
				throw new IllegalStateException("broken");
			}
		});
		this.metrics.bindTo(broken);
		BackgroundWorker worker = queue("items");
		assertThat(worker.isStarted()).isTrue();
		assertThat(this.workers.remove("items")).isTrue();
	}

	@Test
	void histogramsNeedTheObserver() {
		MeterRegistry own = new SimpleMeterRegistry();
		AtaskerMetrics[] bound = new AtaskerMetrics[1];
		Workers observed = Workers.builder().supervisors(List.of(this.supervisor)).observer(new ExecutionObserver() {
			@Override
			public ObservedExecution begin(WorkContext context, Object captured) {
				return bound[0].observer().begin(context, captured);
			}
		}).build();
		bound[0] = new AtaskerMetrics(observed, List.of(this.supervisor), true);
		bound[0].bindTo(own);
		BackgroundQueueWorker<Integer> worker = observed.define("timed")
			.queue(Integer.class)
			.executor((item, context) -> {
			})
			.register();
		worker.put(1);
		worker.put(2);
		Timer timer = own.get(AtaskerMeters.EXECUTION_TIME.getName()).tags("worker", "timed").timer();
		await().until(() -> timer.count() == 2);
		assertThat(timer.takeSnapshot()).isNotNull();
	}

}
