package io.atasker.supervisor;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.atasker.process.ChildDiedException;
import io.atasker.process.ChildException;
import io.atasker.process.ChildSnapshot;
import io.atasker.process.PayloadException;
import io.atasker.process.ProcessOptions;
import io.atasker.process.ProcessPoolUnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests of tasks in real child processes. The numbers are those of the failure cases.
 */
@Tag("long")
@Timeout(180)
class ProcessTaskTests {

	private final Set<Long> seen = new HashSet<>();

	private Supervisor supervisor = supervisor(1, (options) -> {
	});

	@TempDir
	private Path folder;

	@AfterEach
	void nothingIsLeft() {
		children().forEach((child) -> this.seen.add(child.pid()));
		this.supervisor.close();
		// Case 79
		await().atMost(Duration.ofSeconds(60)).until(() -> this.seen.stream().noneMatch(ProcessTaskTests::isAlive));
	}

	private static Supervisor supervisor(int size, Consumer<ProcessOptions.Builder> settings) {
		ProcessOptions.Builder options = ProcessOptions.builder();
		settings.accept(options);
		Supervisor supervisor = Supervisor.builder()
			.processPool(new PoolLimits(size, 0, 0), options.build())
			.shutdownTimeout(Duration.ofSeconds(5))
			.build();
		supervisor.start();
		return supervisor;
	}

	private void use(int size, Consumer<ProcessOptions.Builder> settings) {
		this.supervisor.close();
		this.supervisor = supervisor(size, settings);
	}

	private static boolean isAlive(long pid) {
		return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
	}

	private List<ChildSnapshot> children() {
		SupervisorSnapshot.Processes processes = this.supervisor.snapshot().processes();
		return (processes != null) ? processes.children() : List.of();
	}

	private <T> T run(ProcessTask<T> task) throws Exception {
		return get(this.supervisor.submitToProcess(task).result());
	}

	/**
	 * Returns which child comes next: the last one that was used, once none is on its
	 * way.
	 */
	private long nextPid() throws Exception {
		run(ProcessCode::pid);
		await().until(() -> children().size() == 2);
		return run(ProcessCode::pid);
	}

	private static <T> T get(CompletableFuture<T> result) throws Exception {
		return result.get(60, TimeUnit.SECONDS);
	}

	private Throwable failureOf(ProcessTask<?> task) {
		try {
			run(task);
		}
		catch (ExecutionException ex) {
			return ex.getCause();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
		throw new IllegalStateException("it did not fail");
	}

	@Test
	void lambdaRunsInAnotherProcessWithWhatItCaptures() throws Exception {
		use(1, (options) -> options.spares(0));
		Path path = this.folder;
		List<Integer> numbers = List.of(1, 2, 3);
		ProcessCode.Summary summary = run(() -> ProcessCode.summary(path, numbers));
		assertThat(summary.path()).isEqualTo(path.resolve("x"));
		assertThat(summary.sum()).isEqualTo(6);
		assertThat(summary.pid()).isNotEqualTo(ProcessHandle.current().pid());
		assertThat(run(ProcessCode::pid)).isEqualTo(summary.pid());
		await().until(() -> children().stream()
			.anyMatch((child) -> child.pid() == summary.pid() && child.runs() == 2
					&& child.state() == ChildSnapshot.State.IDLE && child.memory() > 0));
	}

	@Test
	void exceptionComesBackWithItsStackAndCause() {
		Throwable failure = failureOf(() -> ProcessCode.fail("broken"));
		assertThat(failure).isInstanceOf(IllegalStateException.class).hasMessage("broken");
		assertThat(failure.getStackTrace()[0].getMethodName()).isEqualTo("fail");
		assertThat(failure.getCause()).isInstanceOf(IOException.class).hasMessage("the cause");
		Throwable strange = failureOf(ProcessCode::failStrangely);
		assertThat(strange).isInstanceOf(ChildException.class).hasMessageContaining("strange 12");
		assertThat(((ChildException) strange).isOriginally(ProcessCode.StrangeException.class)).isTrue();
		assertThat(((ChildException) strange).isOriginally(Exception.class)).isTrue();
		assertThat(((ChildException) strange).isOriginally(IOException.class)).isFalse();
	}

	@Test
	void case70ChildThatEndsFailsItsTaskOnly() throws Exception {
		use(1, (options) -> options.maxHeap(32 << 20));
		assertDied(() -> ProcessCode.exit(0), 0, "exit code 0");
		assertDied(() -> ProcessCode.exit(1), 1, "exit code 1");
		assertDied(ProcessCode::killed, 137, "signal 9");
		assertDied(ProcessCode::outOfMemory, 3, "ran out of memory, max-heap is 33,554,432 bytes");
	}

	private void assertDied(ProcessTask<?> task, int code, String message) throws Exception {
		Throwable failure = failureOf(task);
		assertThat(failure).isInstanceOf(ChildDiedException.class).hasMessageContaining(message);
		assertThat(((ChildDiedException) failure).exitCode()).isEqualTo(code);
		assertThat(run(ProcessCode::pid)).isPositive();
	}

	@Test
	void case70ChildThatIsKilledWhileIdleIsReplaced() throws Exception {
		long pid = run(ProcessCode::pid);
		children().forEach((child) -> ProcessHandle.of(child.pid()).ifPresent(ProcessHandle::destroyForcibly));
		await().until(() -> !isAlive(pid));
		await().ignoreExceptions().until(() -> run(ProcessCode::pid) != pid);
	}

	@Test
	void case71OutputIsTakenAway() throws Exception {
		assertThat(run(ProcessCode::flood)).isOne();
		assertThat(run(ProcessCode::pid)).isPositive();
	}

	@Test
	void case72InputIsEmpty() throws Exception {
		assertThat(run(ProcessCode::readInput)).isEqualTo(-1);
	}

	@Test
	void case73CancelKillsTheChildAndItsChildren() throws Exception {
		Path started = this.folder.resolve("started");
		Task<Integer> task = this.supervisor.submitToProcess(() -> ProcessCode.hang(started));
		List<Long> pids = pids(started);
		assertThat(pids).allMatch(ProcessTaskTests::isAlive);
		assertThat(task.cancel()).isTrue();
		assertThat(task.state()).isEqualTo(TaskState.CANCELLED);
		await().until(() -> pids.stream().noneMatch(ProcessTaskTests::isAlive));
		assertThat(run(ProcessCode::pid)).isNotIn(pids);
	}

	@Test
	void case73WhatAChildHasStartedEndsWithIt() throws Exception {
		Path started = this.folder.resolve("started");
		assertThat(failureOf(() -> ProcessCode.exitWithGrandchild(started))).isInstanceOf(ChildDiedException.class)
			.hasMessageContaining("exit code 5");
		List<Long> pids = pids(started);
		await().until(() -> pids.stream().noneMatch(ProcessTaskTests::isAlive));
	}

	private static List<Long> pids(Path file) throws IOException {
		await().until(() -> Files.exists(file));
		List<Long> pids = new ArrayList<>();
		for (String pid : Files.readString(file).split(" ")) {
			pids.add(Long.valueOf(pid));
		}
		return pids;
	}

	@Test
	void case74WhatCannotTravelIsToldAndTheChildIsUsedAgain() throws Exception {
		long pid = nextPid();
		InputStream stream = new ByteArrayInputStream(new byte[1]);
		assertThat(failureOf(() -> ProcessCode.available(stream))).isInstanceOf(PayloadException.class)
			.hasMessageContaining("argument 0")
			.hasMessageContaining("java.io.ByteArrayInputStream cannot travel");
		assertThat(failureOf(ProcessCode::unsendable)).isInstanceOf(PayloadException.class)
			.hasMessageContaining("the result cannot travel: java.lang.Thread");
		assertThat(run(ProcessCode::pid)).isEqualTo(pid);
	}

	@Test
	void case74LambdaWithThisIsRefusedAtOnce() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.supervisor.submitToProcess(() -> this.folder.toString()))
			.withMessageContaining("uses an instance of " + getClass().getName());
		assertThatIllegalArgumentException().isThrownBy(() -> this.supervisor.submitToProcess(new Named()))
			.withMessageContaining("is not a lambda");
	}

	@Test
	void case75TooLargePayloadIsRefused() throws Exception {
		use(1, (options) -> options.maxPayload(100_000));
		long pid = nextPid();
		byte[] large = new byte[200_000];
		assertThat(failureOf(() -> large.length)).isInstanceOf(PayloadException.class)
			.hasMessageContaining("max-payload");
		assertThat(failureOf(() -> ProcessCode.bytes(200_000))).isInstanceOf(PayloadException.class)
			.hasMessageContaining("max-payload");
		assertThat(run(() -> ProcessCode.bytes(50_000))).hasSize(50_000);
		assertThat(run(ProcessCode::pid)).isEqualTo(pid);
	}

	@Test
	void case77ChildThatCannotStartIsToldAndDoesNotBlock() {
		use(1, (options) -> options.jvmArgs(List.of("-XX:NoSuchOption")));
		// What a child has printed is not always there when it is counted.
		await().untilAsserted(
				() -> assertThat(failureOf(ProcessCode::pid)).isInstanceOf(ProcessPoolUnavailableException.class)
					.hasMessageContaining("NoSuchOption"));
		await().untilAsserted(() -> assertThat(this.supervisor.snapshot().processes().problem())
			.contains("attempts in vain", "NoSuchOption"));
		assertThat(failureOf(ProcessCode::pid)).isInstanceOf(ProcessPoolUnavailableException.class);
	}

	/** With callbacks of own tasks; those of workers are elsewhere. */
	@Test
	void case78CallbackThatThrowsHurtsNobody() throws Exception {
		long pid = nextPid();
		List<CompletableFuture<?>> broken = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			Task<Long> task = this.supervisor.submitToProcess(ProcessCode::pid);
			broken.add(task.result().thenAccept((result) -> {
				throw new StackOverflowError("in a callback");
			}));
			assertThat(get(task.result())).isEqualTo(pid);
			assertThat(task.state()).isEqualTo(TaskState.SUCCEEDED);
		}
		assertThat(broken).allMatch((callback) -> callback.handle((result, failure) -> failure != null).join());
		assertThat(run(ProcessCode::pid)).isEqualTo(pid);
	}

	@Test
	void childIsReplacedAfterItsRuns() throws Exception {
		use(1, (options) -> options.maxRuns(2));
		List<Long> pids = new ArrayList<>();
		for (int i = 0; i < 6; i++) {
			pids.add(run(ProcessCode::pid));
		}
		Map<Long, Long> runs = pids.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
		assertThat(runs).hasSizeGreaterThanOrEqualTo(3);
		assertThat(runs.values()).allMatch((count) -> count <= 2);
	}

	@Test
	void moreUrgentTaskComesFirst() throws Exception {
		Path go = this.folder.resolve("go");
		Task<Integer> first = this.supervisor.submitToProcess(() -> ProcessCode.waitForFile(go));
		await().until(() -> first.state() == TaskState.STARTED);
		Task<Long> low = this.supervisor.submitToProcess(ProcessCode::pid, TaskOptions.of(Priority.LOW));
		Task<Long> high = this.supervisor.submitToProcess(ProcessCode::pid, TaskOptions.of(Priority.HIGH));
		Files.createFile(go);
		get(low.result());
		assertThat(high.state()).isEqualTo(TaskState.SUCCEEDED);
		assertThat(high.startedAt()).isBeforeOrEqualTo(low.startedAt());
	}

	@Test
	void criticalTaskWaitsForNoSlot() throws Exception {
		Path go = this.folder.resolve("go");
		Task<Integer> first = this.supervisor.submitToProcess(() -> ProcessCode.waitForFile(go));
		await().until(() -> first.state() == TaskState.STARTED);
		assertThat(get(this.supervisor.submitToProcess(ProcessCode::pid, TaskOptions.of(Priority.CRITICAL)).result()))
			.isPositive();
		assertThat(first.state()).isEqualTo(TaskState.STARTED);
		Files.createFile(go);
		assertThat(get(first.result())).isOne();
	}

	@Test
	void stopKillsWhatDoesNotEnd() throws Exception {
		Path started = this.folder.resolve("started");
		Task<Integer> task = this.supervisor.submitToProcess(() -> ProcessCode.hang(started));
		List<Long> pids = pids(started);
		this.supervisor.stop(ShutdownPolicy.graceful(Duration.ofSeconds(1)));
		await().until(() -> pids.stream().noneMatch(ProcessTaskTests::isAlive));
		await().until(() -> task.state().isFinished());
		this.supervisor.start();
		assertThat(run(ProcessCode::pid)).isPositive();
	}

	@Test
	void supervisorWithoutPoolSaysSo() {
		Supervisor without = Supervisor.builder().build();
		assertThatIllegalStateException().isThrownBy(() -> without.submitToProcess(ProcessCode::pid))
			.withMessageContaining("has no process pool");
	}

	@Test
	void manyTasksEndOnceEach() throws Exception {
		use(2, (options) -> {
		});
		List<Task<ProcessCode.Summary>> tasks = new ArrayList<>();
		Path path = Path.of("p");
		for (int i = 0; i < 500; i++) {
			List<Integer> numbers = List.of(i);
			tasks.add(this.supervisor.submitToProcess(() -> ProcessCode.summary(path, numbers)));
		}
		for (int i = 0; i < 500; i++) {
			assertThat(get(tasks.get(i).result()).sum()).isEqualTo(i);
		}
	}

	@Test
	void negativeSettingsAreRefused() {
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> ProcessOptions.builder().maxRuns(-1))
			.withMessage("maxRuns must not be negative, but is -1");
	}

	private static final class Named implements ProcessTask<String>, Callable<String> {

		private static final long serialVersionUID = 1L;

		@Override
		public String call() {
			return "";
		}

	}

}
