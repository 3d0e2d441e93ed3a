package io.atasker.metrics;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.atasker.process.ProcessOptions;
import io.atasker.supervisor.PoolLimits;
import io.atasker.supervisor.Supervisor;
import io.atasker.supervisor.Task;
import io.atasker.supervisor.TaskState;
import io.atasker.testsupport.LeakGuard;
import io.atasker.worker.Workers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of the meters of a process pool, with real children.
 */
@Tag("waiting")
@ExtendWith(LeakGuard.class)
class ProcessMetersTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final Supervisor supervisor = Supervisor.builder()
		.processPool(new PoolLimits(1, 2, 0), ProcessOptions.builder().spares(1).build())
		.shutdownTimeout(Duration.ofSeconds(5))
		.build();

	private final Supervisor other = Supervisor.builder().name("other").build();

	private final AtaskerMetrics metrics = new AtaskerMetrics(Workers.of(this.supervisor, this.other),
			List.of(this.supervisor, this.other), false);

	@AfterEach
	void stop() {
		this.supervisor.close();
	}

	private double value(AtaskerMeters meter, String... tags) {
		return this.registry.get(meter.getName())
			.tag("supervisor", "default")
			.tags(tags)
			.meter()
			.measure()
			.iterator()
			.next()
			.getValue();
	}

	@Test
	void showsWhatChildrenDoAndWhatBecomesOfThem() throws Exception {
		this.metrics.bindTo(this.registry);
		assertThat(value(AtaskerMeters.PROCESS_CHILDREN, "state", "idle")).isZero();
		this.supervisor.start();
		await().until(() -> value(AtaskerMeters.PROCESS_CHILDREN, "state", "idle") == 1);
		assertThat(value(AtaskerMeters.PROCESS_LIMIT, "priority", "low")).isEqualTo(1);
		assertThat(value(AtaskerMeters.PROCESS_LIMIT, "priority", "normal")).isEqualTo(3);
		assertThat(this.supervisor.submitToProcess(() -> Math.max(1, 2)).result().get(60, TimeUnit.SECONDS))
			.isEqualTo(2);
		await().until(() -> value(AtaskerMeters.PROCESS_RUNS) == 1);
		Task<Object> task = this.supervisor.submitToProcess(ProcessMetersTests::sleep);
		await().until(() -> value(AtaskerMeters.PROCESS_CHILDREN, "state", "busy") == 1);
		// The slot of the one before is given back after its result.
		await().until(() -> value(AtaskerMeters.PROCESS_RUNNING, "priority", "normal") == 1);
		assertThat(value(AtaskerMeters.PROCESS_WAITING, "priority", "normal")).isZero();
		task.cancel();
		await().until(() -> value(AtaskerMeters.PROCESS_ENDED, "reason", "killed") == 1);
		Task<Object> last = this.supervisor.submitToProcess(ProcessMetersTests::exit);
		await().until(() -> last.state() == TaskState.FAILED);
		await().until(() -> value(AtaskerMeters.PROCESS_ENDED, "reason", "died") == 1);
		assertThat(value(AtaskerMeters.PROCESS_SPAWNED)).isGreaterThanOrEqualTo(2);
		assertThat(value(AtaskerMeters.PROCESS_FAILED_STARTS)).isZero();
	}

	@Test
	void comeOnlyWhereThereIsAPoolAndGo() {
		this.metrics.bindTo(this.registry);
		assertThat(this.registry.find(AtaskerMeters.PROCESS_SPAWNED.getName()).meters()).hasSize(1);
		assertThat(this.registry.find(AtaskerMeters.POOL_THREADS.getName()).meters()).hasSize(2);
		this.metrics.close();
		assertThat(this.registry.getMeters()).isEmpty();
	}

	static Object sleep() throws InterruptedException {
		TimeUnit.MINUTES.sleep(10);
		return "";
	}

	static Object exit() {
		System.exit(1);
		return "";
	}

}
