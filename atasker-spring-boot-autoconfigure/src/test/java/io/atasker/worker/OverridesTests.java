package io.atasker.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

import io.atasker.supervisor.Priority;
import io.atasker.testsupport.LeakGuard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for settings that are changed while running.
 */
@ExtendWith(LeakGuard.class)
class OverridesTests {

	private static final Initiator ANN = new Initiator("ann", "tuning");

	private final Engine engine = Engine.started();

	private final AtomicInteger runs = new AtomicInteger();

	@AfterEach
	void close() {
		this.engine.close();
	}

	private BackgroundIntervalWorker tick() {
		BackgroundIntervalWorker worker = this.engine.workers.define("tick")
			.interval(Duration.ofSeconds(10))
			.executor((context) -> this.runs.incrementAndGet())
			.register();
		this.engine.advanceMillis(0);
		return worker;
	}

	private static WorkerSettings interval(Duration interval) {
		return new WorkerSettings(interval, null, null, null, null, null, null, null);
	}

	@Test
	void changedIntervalIsInForceAtOnceAndShownBesideTheConfiguredOne() {
		BackgroundIntervalWorker worker = tick();
		worker.control().change(interval(Duration.ofSeconds(1)), null, ANN);
		this.engine.advance(Duration.ofSeconds(1));
		this.engine.advance(Duration.ofSeconds(1));
		assertThat(this.runs).hasValue(3);
		WorkerSnapshot.Override override = worker.snapshot().overrides().get("interval");
		assertThat(override.configured()).isEqualTo(Duration.ofSeconds(10));
		assertThat(override.effective()).isEqualTo(Duration.ofSeconds(1));
		assertThat(override.by()).isEqualTo("ann");
	}

	@Test
	void configuredValueComesBackAfterTheGivenTime() {
		BackgroundIntervalWorker worker = tick();
		worker.control().change(interval(Duration.ofSeconds(1)), Duration.ofSeconds(5), ANN);
		this.engine.advance(Duration.ofSeconds(6));
		assertThat(worker.snapshot().overrides()).isEmpty();
		assertThat(worker.snapshot().schedule()).isEqualTo(Schedule.every(Duration.ofSeconds(10)));
	}

	@Test
	void overrideSurvivesStopAndStartAndBeatsStartOptions() {
		BackgroundIntervalWorker worker = tick();
		worker.control().change(interval(Duration.ofSeconds(1)), null, ANN);
		worker.stop();
		worker.start(StartOptions.builder().interval(Duration.ofSeconds(7)).build());
		assertThat(worker.snapshot().schedule()).isEqualTo(Schedule.every(Duration.ofSeconds(1)));
		worker.control().reset(List.of("interval"), ANN);
		assertThat(worker.snapshot().schedule()).isEqualTo(Schedule.every(Duration.ofSeconds(7)));
	}

	@Test
	void delayTakesThePlaceOfAnInterval() {
		BackgroundIntervalWorker worker = tick();
		worker.control().change(interval(Duration.ofSeconds(1)), null, ANN);
		worker.control()
			.change(new WorkerSettings(null, Duration.ofSeconds(3), null, null, null, null, null, null), null, ANN);
		assertThat(worker.snapshot().overrides()).containsOnlyKeys("delay");
		assertThat(worker.snapshot().schedule()).isEqualTo(Schedule.withDelay(Duration.ofSeconds(3)));
	}

	@Test
	void settingThatDoesNotFitTheTypeIsRefusedAndChangesNothing() {
		BackgroundEventWorker worker = this.engine.workers.define("event").event().executor((context) -> {
		}).register();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> worker.control().change(interval(Duration.ofSeconds(1)), null, ANN))
			.withMessageContaining("event");
		assertThatIllegalArgumentException().isThrownBy(() -> worker.control().reset(List.of("nonsense"), ANN))
			.withMessageContaining("nonsense");
		assertThat(worker.snapshot().overrides()).isEmpty();
	}

	@Test
	void concurrencyGrowsAndShrinksUnderLoad() throws Exception {
		Semaphore gate = new Semaphore(0);
		AtomicInteger inside = new AtomicInteger();
		BackgroundQueueWorker<Integer> worker = this.engine.workers.define("items")
			.queue(Integer.class)
			.executor((item, context) -> {
				inside.incrementAndGet();
				gate.acquire();
				inside.decrementAndGet();
			})
			.register();
		for (int i = 0; i < 1_000; i++) {
			worker.put(i);
		}
		await().until(() -> inside.get() == 1);
		worker.control().change(new WorkerSettings(null, null, null, null, null, 4, null, null), null, ANN);
		gate.release();
		await().until(() -> inside.get() == 4);
		worker.control().change(new WorkerSettings(null, null, null, null, null, 2, null, null), null, ANN);
		gate.release(2);
		await().until(() -> inside.get() == 2);
		gate.release(2_000);
		await().until(() -> Engine.counts(worker).succeeded() == 1_000);
	}

	@Test
	void priorityAndCapacityAreChangedLive() {
		BackgroundQueueWorker<Integer> worker = this.engine.workers.define("items")
			.queue(Integer.class)
			.capacity(1)
			.autoStart(false)
			.executor((item, context) -> {
			})
			.register();
		worker.put(1);
		assertThat(worker.offer(2)).isFalse();
		worker.control().change(new WorkerSettings(null, null, null, null, Priority.LOW, null, 2L, null), null, ANN);
		assertThat(worker.offer(2)).isTrue();
		assertThat(worker.snapshot().priority()).isEqualTo(Priority.LOW);
	}

}
