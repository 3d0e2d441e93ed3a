package io.atasker.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

import io.atasker.process.ProcessPool;
import io.atasker.supervisor.TaskOptions;

/**
 * Tasks in child processes: an answer of a warm child, many of two, the start of a child,
 * and what comes after one has ended.
 */
final class ProcessSuite implements Suite {

	@Override
	public void run(Rounds rounds) throws Exception {
		Mode mode = rounds.mode();
		int samples = mode.pick(300, 2000, 5000);
		rounds.measure("process", "round trip of an empty task", List.of(new Submitted(samples), new Called(samples),
				new Echoed("echo over a Unix domain socket", new Echo.OverSocket(), samples), new EchoedByPool(samples),
				new Echoed("echo over pipes", new Echo.OverPipes(), samples), new Started("us p50", 1e3)));
		rounds.measure("process", "2 children", List.of(new ManySubmitted(mode.millis),
				new ManyEchoed("echo over 2 Unix domain sockets", mode.millis)));
		try (ClassPath classPath = new ClassPath()) {
			rounds.measure("process", "start to first answer",
					List.of(new FirstAnswer("atasker", List.of()),
							new FirstAnswer("atasker, without CDS", List.of("-Xshare:off")),
							new FirstAnswer("atasker, archive of its own classes",
									archive(classPath.file("child.jsa"))),
							new Started("ms", 1e6)),
					1, mode.pick(3, 9, 15));
		}
		int ends = mode.pick(2, 3, 5);
		rounds.measure("process", "first task after a child has ended",
				List.of(new Replacement.AfterDeath("atasker, killed", ends, 1, false),
						new Replacement.AfterDeath("atasker, killed, no spare", ends, 0, false),
						new Replacement.AfterDeath("atasker, cancelled", ends, 1, true),
						new Replacement.AfterMaxRuns("atasker, max-runs", ends)),
				1, mode.rounds);
	}

	/** Has a child that ends write an archive of the classes that it has loaded. */
	private static List<String> archive(Path file) throws Exception {
		try (ProcessEngine engine = new ProcessEngine(1, 0,
				(options) -> options.jvmArgs(List.of("-XX:ArchiveClassesAtExit=" + file)))) {
			engine.run(() -> ProcessCode.nothing(1));
			Replacement.exit(engine);
		}
		if (!Files.exists(file)) {
			throw new IllegalStateException("the child has written no archive of its classes");
		}
		return List.of("-XX:SharedArchiveFile=" + file);
	}

	/** Something that is done again and again, and how long it takes each time. */
	private abstract static class Repeated implements Contestant {

		private final String name;

		private final int samples;

		private final Latencies latencies;

		Repeated(String name, int samples) {
			this.name = name;
			this.samples = samples;
			this.latencies = new Latencies(samples);
		}

		@Override
		public String name() {
			return this.name;
		}

		abstract void once(int number) throws Exception;

		@Override
		public Map<String, Double> round() throws Exception {
			this.latencies.clear();
			for (int i = 0; i < this.samples; i++) {
				long start = System.nanoTime();
				once(i);
				this.latencies.add(System.nanoTime() - start);
			}
			return Map.of("us p50", this.latencies.percentile(50) / 1e3, "us p99", this.latencies.percentile(99) / 1e3);
		}

	}

	/** A task, and its result. */
	private static final class Submitted extends Repeated {

		private final ProcessEngine engine = new ProcessEngine(1, 1, (options) -> options);

		Submitted(int samples) {
			super("atasker, submitToProcess", samples);
		}

		@Override
		void once(int number) throws Exception {
			this.engine.run(() -> ProcessCode.nothing(number));
		}

		@Override
		public void close() {
			this.engine.close();
		}

	}

	/** The same without a task: on the thread that waits. */
	private static final class Called extends Repeated {

		private final ProcessEngine engine = new ProcessEngine(1, 1, (options) -> options);

		private final ProcessPool pool = this.engine.supervisor.processes();

		Called(int samples) {
			super("atasker, on the thread that waits", samples);
		}

		@Override
		void once(int number) throws Exception {
			try {
				this.pool.call(ProcessCode.call(number), 0);
			}
			catch (Throwable ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Override
		public void close() {
			this.engine.close();
		}

	}

	private static final class Echoed extends Repeated {

		private final Echo echo;

		Echoed(String name, Echo echo, int samples) {
			super(name, samples);
			this.echo = echo;
		}

		@Override
		void once(int number) throws IOException {
			this.echo.turn();
		}

		@Override
		public void close() throws IOException {
			this.echo.close();
		}

	}

	/** By a thread of a pool, while the other one waits for the result. */
	private static final class EchoedByPool extends Repeated {

		private final Echo echo = new Echo.OverSocket();

		private final ExecutorService pool = Executors.newFixedThreadPool(1);

		EchoedByPool(int samples) throws IOException {
			super("ThreadPoolExecutor(1), echo over a Unix domain socket", samples);
		}

		@Override
		void once(int number) throws Exception {
			this.pool.submit(() -> {
				this.echo.turn();
				return number;
			}).get();
		}

		@Override
		public void close() throws IOException {
			this.pool.shutdown();
			this.echo.close();
		}

	}

	/** A JVM for each. */
	private static final class Started implements Contestant {

		private final String unit;

		private final double nanosPerUnit;

		Started(String unit, double nanosPerUnit) {
			this.unit = unit;
			this.nanosPerUnit = nanosPerUnit;
		}

		@Override
		public String name() {
			return "ProcessBuilder, a JVM that does nothing";
		}

		@Override
		public Map<String, Double> round() throws Exception {
			long start = System.nanoTime();
			int status = Echo.java(ProcessCode.class).start().waitFor();
			if (status != 0) {
				throw new IllegalStateException("the JVM has ended with status " + status);
			}
			return Map.of(this.unit, (System.nanoTime() - start) / this.nanosPerUnit);
		}

	}

	/** Tasks in a row, some ahead of those that run. */
	private static final class ManySubmitted implements Contestant {

		private static final int BACKLOG = 256;

		private final ProcessEngine engine = new ProcessEngine(2, 0, (options) -> options);

		private final long nanos;

		ManySubmitted(int millis) {
			this.nanos = millis * 1_000_000L;
		}

		@Override
		public String name() {
			return "atasker, submitToProcess";
		}

		@Override
		public Map<String, Double> round() throws Exception {
			Semaphore room = new Semaphore(BACKLOG);
			LongAdder failed = new LongAdder();
			long start = System.nanoTime();
			int count = 0;
			while (System.nanoTime() - start < this.nanos) {
				int number = count++;
				room.acquire();
				this.engine.supervisor.submitToProcess(() -> ProcessCode.nothing(number), TaskOptions.DEFAULTS)
					.result()
					.whenComplete((result, failure) -> {
						if (failure != null || result != number) {
							failed.increment();
						}
						room.release();
					});
			}
			room.acquire(BACKLOG);
			if (failed.sum() > 0) {
				throw new IllegalStateException(failed.sum() + " tasks of " + count + " have failed");
			}
			return Map.of("tasks/s", count * 1e9 / (System.nanoTime() - start));
		}

		@Override
		public void close() {
			this.engine.close();
		}

	}

	/** Two threads with a child each, that do nothing else. */
	private static final class ManyEchoed implements Contestant {

		private final List<Echo> echoes = List.of(new Echo.OverSocket(), new Echo.OverSocket());

		private final String name;

		private final long nanos;

		ManyEchoed(String name, int millis) throws IOException {
			this.name = name;
			this.nanos = millis * 1_000_000L;
		}

		@Override
		public String name() {
			return this.name;
		}

		@Override
		public Map<String, Double> round() throws Exception {
			LongAdder turns = new LongAdder();
			long start = System.nanoTime();
			List<Thread> threads = new ArrayList<>();
			for (Echo echo : this.echoes) {
				Thread thread = new Thread(() -> repeat(echo, start + this.nanos, turns));
				thread.start();
				threads.add(thread);
			}
			for (Thread thread : threads) {
				thread.join();
			}
			return Map.of("tasks/s", turns.sum() * 1e9 / (System.nanoTime() - start));
		}

		private static void repeat(Echo echo, long end, LongAdder turns) {
			try {
				while (System.nanoTime() < end) {
					echo.turn();
					turns.increment();
				}
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Override
		public void close() throws IOException {
			for (Echo echo : this.echoes) {
				echo.close();
			}
		}

	}

	/** From the wish for a first child to its first answer. */
	private static final class FirstAnswer implements Contestant {

		private final String name;

		private final List<String> jvmArgs;

		FirstAnswer(String name, List<String> jvmArgs) {
			this.name = name;
			this.jvmArgs = jvmArgs;
		}

		@Override
		public String name() {
			return this.name;
		}

		@Override
		public Map<String, Double> round() throws Exception {
			try (ProcessEngine engine = new ProcessEngine(1, 0, (options) -> options.jvmArgs(this.jvmArgs))) {
				long start = System.nanoTime();
				engine.run(() -> ProcessCode.nothing(1));
				return Map.of("ms", (System.nanoTime() - start) / 1e6);
			}
		}

	}

}
