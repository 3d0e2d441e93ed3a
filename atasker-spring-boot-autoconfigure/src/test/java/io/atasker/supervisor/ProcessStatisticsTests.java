package io.atasker.supervisor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.atasker.process.ChildEnd;
import io.atasker.process.ChildSnapshot;
import io.atasker.process.ProcessOptions;
import io.atasker.process.ProcessPool;
import io.atasker.process.ProcessStatistics;
import io.atasker.testsupport.LeakGuard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests of what a process pool counts, with real children. What was spawned is always
 * what there is and what is gone.
 */
@Tag("waiting")
@ExtendWith(LeakGuard.class)
class ProcessStatisticsTests {

	private Supervisor supervisor = Supervisor.builder().build();

	@TempDir
	private Path folder;

	private void use(Consumer<ProcessOptions.Builder> settings) {
		ProcessOptions.Builder options = ProcessOptions.builder();
		settings.accept(options);
		this.supervisor = Supervisor.builder()
			.processPool(new PoolLimits(1, 0, 0), options.build())
			.shutdownTimeout(Duration.ofSeconds(5))
			.build();
		this.supervisor.start();
	}

	@AfterEach
	void everythingAddsUp() {
		this.supervisor.close();
		if (this.supervisor.processes() != null) {
			await().until(() -> statistics().starting() == 0 && statistics().busy() == 0);
			ProcessStatistics last = statistics();
			assertThat(last.idle()).isZero();
			assertThat(last.ended().values().stream().mapToLong(Long::longValue).sum()).isEqualTo(last.spawned());
		}
	}

	private ProcessPool pool() {
		return Objects.requireNonNull(this.supervisor.processes());
	}

	private ProcessStatistics statistics() {
		return pool().statistics();
	}

	private long run(ProcessTask<Long> task) throws Exception {
		return this.supervisor.submitToProcess(task).result().get(60, TimeUnit.SECONDS);
	}

	private void awaitEnded(ChildEnd end, long count) {
		await().until(() -> statistics().ended(end) == count);
	}

	@Test
	void runsAndIdleChildren() throws Exception {
		use((options) -> options.spares(1));
		await().until(() -> statistics().idle() == 1);
		run(ProcessCode::pid);
		run(ProcessCode::pid);
		await().until(() -> statistics().runs() == 2 && statistics().busy() == 0);
		assertThat(statistics().spawned()).isPositive();
		assertThat(statistics().failedStarts()).isZero();
		Path go = this.folder.resolve("go");
		Task<Integer> waiting = this.supervisor.submitToProcess(() -> ProcessCode.waitForFile(go));
		await().until(() -> statistics().busy() == 1);
		Files.createFile(go);
		waiting.result().get(60, TimeUnit.SECONDS);
		await().until(() -> statistics().busy() == 0 && statistics().runs() == 3);
		this.supervisor.close();
		await().until(() -> statistics().ended(ChildEnd.CLOSED) == statistics().spawned());
	}

	@Test
	void childThatEndsByItselfHasDied() {
		use((options) -> {
		});
		Task<String> task = this.supervisor.submitToProcess(() -> ProcessCode.exit(1));
		await().until(() -> task.state() == TaskState.FAILED);
		awaitEnded(ChildEnd.DIED, 1);
	}

	@Test
	void cancelledRunKillsItsChild() throws Exception {
		use((options) -> {
		});
		Path started = this.folder.resolve("started");
		Task<Integer> task = this.supervisor.submitToProcess(() -> ProcessCode.hang(started));
		await().until(() -> Files.exists(started));
		task.cancel();
		awaitEnded(ChildEnd.KILLED, 1);
		assertThat(statistics().ended(ChildEnd.DIED)).isZero();
	}

	@Test
	void childIsWornOutAfterItsRuns() throws Exception {
		use((options) -> options.maxRuns(1));
		run(ProcessCode::pid);
		awaitEnded(ChildEnd.WORN_OUT, 1);
	}

	@Test
	void idleChildBeyondTheSparesIsSurplus() throws Exception {
		use((options) -> options.spares(0).idleTimeout(Duration.ofMillis(50)));
		run(ProcessCode::pid);
		awaitEnded(ChildEnd.SURPLUS, 1);
		run(ProcessCode::pid);
		awaitEnded(ChildEnd.SURPLUS, 2);
	}

	/**
	 * Nobody asks for a child meanwhile: what the operating system ended is not shown as
	 * idle.
	 */
	@Test
	void idleChildThatSomebodyKilledIsForgotten() throws Exception {
		use((options) -> options.spares(1));
		await().until(() -> statistics().idle() == 1 && statistics().starting() == 0);
		long pid = pool().snapshot().get(0).pid();
		ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
		awaitEnded(ChildEnd.DIED, 1);
		assertThat(pool().snapshot()).extracting(ChildSnapshot::pid).doesNotContain(pid);
		assertThat(run(ProcessCode::pid)).isNotEqualTo(pid);
	}

	@Test
	void childThatCannotStartIsCountedAndToldUntilOneStarts() throws Exception {
		Path flags = this.folder.resolve("flags");
		use((options) -> options.jvmArgs(List.of("-XX:VMOptionsFile=" + flags)));
		// What a child has printed is not always there when it is counted.
		await().untilAsserted(() -> assertThat(pool().problem()).contains("attempts in vain", flags.toString()));
		assertThat(statistics().failedStarts()).isGreaterThanOrEqualTo(5);
		assertThat(statistics().spawned()).isZero();
		Files.createFile(flags);
		await().until(() -> pool().problem() == null);
		assertThat(run(ProcessCode::pid)).isPositive();
	}

	@Test
	void limitsChangeWhileRunsWait() throws Exception {
		use((options) -> {
		});
		Path go = this.folder.resolve("go");
		List<Task<Integer>> tasks = List.of(this.supervisor.submitToProcess(() -> ProcessCode.waitForFile(go)),
				this.supervisor.submitToProcess(() -> ProcessCode.waitForFile(go)));
		PoolStatistics slots = Objects.requireNonNull(this.supervisor.processStatistics());
		await().until(() -> slots.running(Priority.NORMAL) == 1 && slots.waiting(Priority.NORMAL) == 1);
		this.supervisor.resizeProcesses(new PoolLimits(2, 0, 0));
		await().until(() -> slots.running(Priority.NORMAL) == 2 && statistics().busy() == 2);
		assertThat(slots.limits()).isEqualTo(new PoolLimits(2, 0, 0));
		Files.createFile(go);
		for (Task<Integer> task : tasks) {
			assertThat(task.result().get(60, TimeUnit.SECONDS)).isOne();
		}
	}

	@Test
	void poolWithoutLimitIsRefused() {
		use((options) -> {
		});
		assertThatIllegalArgumentException().isThrownBy(() -> this.supervisor.resizeProcesses(new PoolLimits(0, 0, 0)))
			.withMessageContaining("must be at least 1");
		assertThatIllegalArgumentException()
			.isThrownBy(
					() -> Supervisor.builder().processPool(new PoolLimits(0, 1, 0), ProcessOptions.builder().build()))
			.withMessageContaining("must be at least 1");
		await().until(() -> statistics().spawned() > 0);
	}

	@Test
	void withoutPoolThereIsNothingToCountOrToResize() {
		assertThat(this.supervisor.processStatistics()).isNull();
		assertThatIllegalStateException().isThrownBy(() -> this.supervisor.resizeProcesses(new PoolLimits(1, 0, 0)))
			.withMessageContaining("has no process pool");
	}

	@Test
	void eachReasonIsThere() {
		use((options) -> {
		});
		Map<ChildEnd, Long> ended = statistics().ended();
		assertThat(ended).containsOnlyKeys(ChildEnd.values());
		await().until(() -> statistics().spawned() > 0);
	}

}
