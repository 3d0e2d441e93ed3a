package io.atasker.autoconfigure;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.atasker.annotation.Argument;
import io.atasker.annotation.ExecutorChoice;
import io.atasker.annotation.IntervalWorker;
import io.atasker.annotation.QueueWorker;
import io.atasker.annotation.Retry;
import io.atasker.process.ChildSnapshot;
import io.atasker.queue.DeadLetter;
import io.atasker.supervisor.PoolLimits;
import io.atasker.supervisor.Supervisor;
import io.atasker.supervisor.SupervisorSnapshot;
import io.atasker.testsupport.LeakGuard;
import io.atasker.worker.BackgroundQueueWorker;
import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.ErrorPolicy;
import io.atasker.worker.ExecutionStatus;
import io.atasker.worker.ExecutorKind;
import io.atasker.worker.TriggerableWorker;
import io.atasker.worker.WorkContext;
import io.atasker.worker.WorkerSnapshot;
import io.atasker.worker.WorkerState;
import io.atasker.worker.Workers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.NativeDetector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of static workers in child processes, from property to result.
 */
@Tag("waiting")
@ExtendWith(LeakGuard.class)
@Timeout(180)
class ProcessPoolTests {

	private static final String SIZE = "atasker.supervisor.process-pool.size=1";

	/** So that there is one child only. */
	private static final String NO_SPARES = "atasker.supervisor.process-pool.spares=0";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AtaskerAutoConfiguration.class))
		.withPropertyValues("atasker.supervisor.shutdown-timeout=10s");

	@Test
	void itemsGoToAChildAndResultsComeBack() {
		this.runner.withPropertyValues(SIZE).withBean(Pictures.class).run((context) -> {
			assertThat(context).hasNotFailed();
			BackgroundQueueWorker<Path> worker = context.getBean(Pictures.class).worker(context, "sizes");
			assertThat(worker.definition().code().kind()).isEqualTo(ExecutorKind.PROCESS);
			worker.put(Path.of("a"));
			Size size = context.getBean(Pictures.class).results.poll(60, TimeUnit.SECONDS);
			assertThat(size.path()).isEqualTo(Path.of("a"));
			assertThat(size.region()).isEqualTo("eu");
			assertThat(size.about()).startsWith("sizes ITEM 1 ");
			assertThat(size.pid()).isNotEqualTo(ProcessHandle.current().pid());
			await().until(() -> worker.snapshot().executions().succeeded() == 1);
			assertThat(children(context)).anyMatch((child) -> child.pid() == size.pid() && child.runs() == 1);
		});
	}

	@Test
	void withoutPoolStaticMethodsRunOnThreads() {
		this.runner.withBean(Pictures.class).run((context) -> {
			assertThat(context).hasNotFailed();
			BackgroundQueueWorker<Path> worker = context.getBean(Pictures.class).worker(context, "sizes");
			assertThat(worker.definition().code().kind()).isEqualTo(ExecutorKind.THREAD);
			worker.put(Path.of("a"));
			Size size = context.getBean(Pictures.class).results.poll(60, TimeUnit.SECONDS);
			assertThat(size.pid()).isEqualTo(ProcessHandle.current().pid());
		});
	}

	@Test
	void cancelKillsTheRunAndTheWorkerGoesOn() {
		this.runner.withPropertyValues(SIZE).withBean(Endless.class).run((context) -> {
			assertThat(context).hasNotFailed();
			TriggerableWorker worker = (TriggerableWorker) context.getBean(Workers.class).find("endless");
			worker.trigger();
			await().until(() -> children(context).stream().anyMatch((child) -> isOf("endless", child)));
			await().until(() -> worker.snapshot().current().stream().anyMatch((run) -> run.progress() != null));
			WorkerSnapshot.Progress progress = worker.snapshot().current().get(0).progress();
			assertThat(progress.message()).isEqualTo("half way");
			long pid = children(context).stream()
				.filter((child) -> child.task() != null)
				.findFirst()
				.orElseThrow()
				.pid();
			worker.cancel("test");
			await().until(() -> worker.snapshot().executions().cancelled() == 1);
			await().until(() -> !ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
			assertThat(worker.isStarted()).isTrue();
		});
	}

	@Test
	void timeoutKillsTheRun() {
		this.runner.withPropertyValues(SIZE, "atasker.workers.endless.timeout=500ms")
			.withBean(Endless.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				TriggerableWorker worker = (TriggerableWorker) context.getBean(Workers.class).find("endless");
				worker.trigger();
				await().until(() -> worker.snapshot().lastExecution() != null
						&& worker.snapshot().lastExecution().status() == ExecutionStatus.TIMED_OUT);
				assertThat(worker.snapshot().lastExecution().errorMessage()).startsWith("'endless-")
					.endsWith("' has run longer than its timeout, PT0.5S, so its child process was killed");
			});
	}

	/** Failure case 78. */
	@Test
	void resultHandlerThatThrowsFailsItsExecutionOnly() {
		this.runner.withPropertyValues(SIZE, NO_SPARES).withBean(Picky.class).run((context) -> {
			assertThat(context).hasNotFailed();
			BackgroundQueueWorker<Integer> worker = queue(context, "picky");
			for (int i = 0; i < 20; i++) {
				worker.put(i);
			}
			await().until(() -> worker.snapshot().executions().succeeded() == 10
					&& worker.snapshot().executions().failed() == 10);
			await().until(() -> worker.deadLetters().size() == 10);
			assertThat(worker.deadLetters().list(100)).hasSize(10)
				.allMatch((letter) -> letter.error().contains("odd ones are not taken"));
			Picky picky = context.getBean(Picky.class);
			assertThat(picky.taken).hasSize(20);
			assertThat(picky.pids).hasSize(1);
			assertThat(worker.isStarted()).isTrue();
			await().until(() -> children(context).stream()
				.anyMatch((child) -> picky.pids.contains(child.pid()) && child.runs() == 20));
		});
	}

	/** Failure case 78. */
	@Test
	void resultHandlerThatThrowsStopsAWorkerThatStopsOnErrors() {
		this.runner.withPropertyValues(SIZE, NO_SPARES).withBean(Strict.class).run((context) -> {
			assertThat(context).hasNotFailed();
			BackgroundQueueWorker<Integer> worker = queue(context, "strict");
			worker.put(1);
			worker.put(2);
			await().until(() -> worker.state() == WorkerState.FAILED);
			assertThat(worker.size()).isOne();
			worker.start();
			await().until(() -> worker.state() == WorkerState.FAILED && worker.size() == 0);
			assertThat(worker.snapshot().executions().failed()).isEqualTo(2);
			await().until(() -> children(context).stream().anyMatch((child) -> child.runs() == 2));
		});
	}

	@Test
	void retriesAreDecidedByWhatWasThrownInTheChild() {
		this.runner.withPropertyValues(SIZE).withBean(Failing.class).run((context) -> {
			assertThat(context).hasNotFailed();
			BackgroundQueueWorker<String> worker = queue(context, "failing");
			List.of("retried", "retried as a subclass", "not retried", "excluded").forEach(worker::put);
			await().until(() -> worker.deadLetters().size() == 4);
			Map<Object, Integer> attempts = worker.deadLetters()
				.list(10)
				.stream()
				.collect(Collectors.toMap(DeadLetter::item, DeadLetter::attempts));
			assertThat(attempts).containsOnly(Map.entry("retried", 3), Map.entry("retried as a subclass", 3),
					Map.entry("not retried", 1), Map.entry("excluded", 1));
		});
	}

	@Test
	void nativeImageIsRefusedByNameOfTheProperty() {
		// What Spring takes for one is decided once.
		assertThat(NativeDetector.inNativeImage()).isFalse();
		ApplicationContextRunner image = this.runner.withBean(Pictures.class)
			.withSystemProperties("org.graalvm.nativeimage.imagecode=runtime");
		image.withPropertyValues("atasker.supervisor.process-pool.max-runs=3", SIZE).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(allMessages(context)).contains("atasker.supervisor.process-pool.size",
					"a native image has no JVM for child processes. Leave the property out");
		});
		image.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void stopIsTold() {
		this.runner.withPropertyValues(SIZE).withBean(Polite.class).run((context) -> {
			assertThat(context).hasNotFailed();
			BackgroundWorker worker = context.getBean(Workers.class).find("polite");
			await().until(() -> children(context).stream().anyMatch((child) -> isOf("polite", child)));
			await().until(() -> worker.snapshot().current().stream().anyMatch((run) -> run.progress() != null));
			assertThat(worker.stop()).isTrue();
			assertThat(worker.snapshot().executions().succeeded()).isOne();
		});
	}

	@Test
	void whatCannotTravelStopsTheStartup() {
		this.runner.withPropertyValues(SIZE).withBean(Untravelled.class).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(rootMessage(context)).contains("Untravelled.bad(Holder)")
				.contains("parameter 'holder' cannot travel there: component 'thread' of")
				.contains("java.lang.Thread is no simple value, no record and not Serializable");
		});
		this.runner.withBean(Untravelled.class).run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					size=0                       | atasker.supervisor.process-pool.size | it must be at least 1
					max-runs=5                   | atasker.supervisor.process-pool.size | there is no pool without a size
					size=1;spares=-1             | atasker.supervisor.process-pool.spares | spares must not be negative, but is -1
					size=1;max-payload=1B        | atasker.supervisor.process-pool.max-payload | maxPayload must be from 1 kB to 1 GB
					size=1;idle-timeout=0s       | atasker.supervisor.process-pool.idle-timeout | 0
					""")
	void propertyThatDoesNotFitIsNamed(String properties, String property, String reason) {
		String[] all = List.of(properties.split(";"))
			.stream()
			.map((each) -> "atasker.supervisor.process-pool." + each.trim())
			.toArray(String[]::new);
		this.runner.withPropertyValues(all).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(allMessages(context)).contains(property).contains(reason);
		});
	}

	@Test
	void propertiesReachThePool() {
		this.runner
			.withPropertyValues("atasker.supervisor.process-pool.size=2",
					"atasker.supervisor.process-pool.reserve-normal=1", "atasker.supervisor.process-pool.max-heap=64MB",
					"atasker.supervisor.process-pool.jvm-args=-Dseen=yes,-Dalso=yes",
					"atasker.supervisors.other.process-pool.size=3")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				SupervisorSnapshot.Processes processes = context.getBean(SupervisorBeans.DEFAULT, Supervisor.class)
					.snapshot()
					.processes();
				assertThat(processes.limits()).isEqualTo(new PoolLimits(2, 1, 0));
			});
	}

	private static boolean isOf(String worker, ChildSnapshot child) {
		return child.task() != null && child.task().startsWith(worker + "-");
	}

	private static List<ChildSnapshot> children(AssertableApplicationContext context) {
		SupervisorSnapshot.Processes processes = context.getBean(Supervisor.class).snapshot().processes();
		return (processes != null) ? processes.children() : List.of();
	}

	@SuppressWarnings("unchecked")
	private static <T> BackgroundQueueWorker<T> queue(AssertableApplicationContext context, String name) {
		return (BackgroundQueueWorker<T>) context.getBean(Workers.class).find(name);
	}

	private static String rootMessage(AssertableApplicationContext context) {
		Throwable cause = context.getStartupFailure();
		while (cause.getCause() != null) {
			cause = cause.getCause();
		}
		return String.valueOf(cause.getMessage());
	}

	private static String allMessages(AssertableApplicationContext context) {
		return Stream.iterate(context.getStartupFailure(), Objects::nonNull, Throwable::getCause)
			.map(String::valueOf)
			.map((text) -> text + ", " + text)
			.collect(Collectors.joining("\n"));
	}

	record Size(Path path, String region, String about, long pid) {

	}

	static class Pictures {

		final LinkedBlockingQueue<Size> results = new LinkedBlockingQueue<>();

		@QueueWorker(value = "sizes", onResult = "#take")
		static Size sizes(Path path, WorkContext context,
				@Argument(value = "region", defaultValue = "eu") String region) {
			return new Size(path, region,
					context.name() + " " + context.cause() + " " + context.attempt() + " " + context.taskId(),
					ProcessHandle.current().pid());
		}

		void take(Size size) {
			this.results.add(size);
		}

		@SuppressWarnings("unchecked")
		BackgroundQueueWorker<Path> worker(AssertableApplicationContext context, String name) {
			return (BackgroundQueueWorker<Path>) context.getBean(Workers.class).find(name);
		}

	}

	static class Picky {

		final Set<Long> pids = ConcurrentHashMap.newKeySet();

		final Set<Integer> taken = ConcurrentHashMap.newKeySet();

		@QueueWorker(value = "picky", onResult = "#take", onError = "#ignore")
		static Numbered picky(Integer number) {
			return new Numbered(number, ProcessHandle.current().pid());
		}

		void take(Numbered result) {
			this.pids.add(result.pid());
			this.taken.add(result.number());
			if (result.number() % 2 == 1) {
				throw new IllegalStateException("odd ones are not taken");
			}
		}

		void ignore() {
		}

	}

	record Numbered(int number, long pid) {

	}

	static class Strict {

		@QueueWorker(value = "strict", onResult = "#take", onError = "#ignore", errorPolicy = ErrorPolicy.STOP)
		static int strict(Integer number) {
			return number;
		}

		void take(int number) {
			throw new OutOfMemoryError("not really");
		}

		void ignore() {
		}

	}

	static class Failing {

		@QueueWorker(value = "failing", onError = "#ignore", retry = @Retry(maxRetries = "2", delay = "1ms",
				includes = IOException.class, excludes = FileNotFoundException.class))
		static void failing(String how) throws IOException {
			switch (how) {
				case "retried" -> throw new IOException("plain");
				case "retried as a subclass" -> throw new Unmakeable(1, 2);
				case "excluded" -> throw new UnmakeableAndExcluded(1, 2);
				default -> throw new IllegalStateException("no");
			}
		}

		void ignore() {
		}

	}

	static class Unmakeable extends IOException {

		private static final long serialVersionUID = 1L;

		Unmakeable(int one, int two) {
			super("nobody can make this of a text: " + one + two);
		}

	}

	static class UnmakeableAndExcluded extends FileNotFoundException {

		private static final long serialVersionUID = 1L;

		UnmakeableAndExcluded(int one, int two) {
			super("nobody can make this of a text: " + one + two);
		}

	}

	static class Endless {

		@IntervalWorker(cron = "-")
		static void endless(WorkContext context) {
			context.progress(0.5, "half way");
			while (true) {
				Thread.onSpinWait();
			}
		}

	}

	static class Polite {

		@IntervalWorker("1h")
		static void polite(WorkContext context) throws InterruptedException {
			context.progress(0, "waiting");
			while (!context.isStopRequested()) {
				TimeUnit.MILLISECONDS.sleep(5);
			}
		}

	}

	static class Untravelled {

		@QueueWorker(value = "bad", executor = ExecutorChoice.AUTO)
		static void bad(Holder holder) {
		}

	}

	record Holder(Thread thread) {

	}

}
