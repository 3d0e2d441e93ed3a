package io.atasker.autoconfigure;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import io.atasker.annotation.EventWorker;
import io.atasker.annotation.IntervalWorker;
import io.atasker.annotation.QueueWorker;
import io.atasker.annotation.Worker;
import io.atasker.supervisor.PoolLimits;
import io.atasker.supervisor.Priority;
import io.atasker.supervisor.ShutdownPolicy;
import io.atasker.supervisor.Supervisor;
import io.atasker.supervisor.Task;
import io.atasker.supervisor.TaskOptions;
import io.atasker.worker.BackgroundEventWorker;
import io.atasker.worker.BackgroundQueueWorker;
import io.atasker.worker.WorkContext;
import io.atasker.worker.Workers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.springframework.boot.Banner;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What {@link SoakTests} run in JVMs of their own: the same work in ten rounds, and what
 * the JVM holds after each.
 */
final class SoakApplication {

	private static final int ROUNDS = 10;

	/** How many meters were left by all contexts together. */
	private static long metersLeft;

	private SoakApplication() {
	}

	public static void main(String[] arguments) throws Exception {
		long count = Long.parseLong(arguments[1]) / ROUNDS;
		Round round = switch (arguments[0]) {
			case "starts" -> SoakApplication::starts;
			case "tasks" -> SoakApplication::tasks;
			case "items" -> SoakApplication::items;
			case "timers" -> SoakApplication::timers;
			case "contexts" -> SoakApplication::contexts;
			default -> throw new IllegalArgumentException(arguments[0]);
		};
		for (int i = 0; i <= ROUNDS; i++) {
			long begin = System.nanoTime();
			// The first one only warms up.
			round.run((i == 0) ? Math.max(2, count / 10) : count);
			print(i, System.nanoTime() - begin);
		}
	}

	private static void print(int round, long took) throws Exception {
		await(() -> threads() == 0);
		System.out.printf("round %d heap %d threads %d files %d meters %d classes %d took %d%n", round, heap(),
				Thread.getAllStackTraces().size(), files(), metersLeft,
				ManagementFactory.getClassLoadingMXBean().getLoadedClassCount(), TimeUnit.NANOSECONDS.toMillis(took));
	}

	/** What is reachable; of several looks the least. */
	private static long heap() {
		long least = Long.MAX_VALUE;
		for (int i = 0; i < 5; i++) {
			System.gc();
			LockSupport.parkNanos(20_000_000);
			least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
		}
		return least;
	}

	private static long threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((each) -> each.getName().startsWith("atasker"))
			.count();
	}

	private static long files() throws Exception {
		Path open = Path.of("/proc/self/fd");
		if (!Files.isDirectory(open)) {
			return 0;
		}
		try (Stream<Path> files = Files.list(open)) {
			return files.count();
		}
	}

	private static Supervisor supervisor() {
		return Supervisor.builder().limits(new PoolLimits(2, 0, 0)).build();
	}

	private static void stop(Supervisor supervisor) {
		if (!supervisor.stop(ShutdownPolicy.graceful(Duration.ofSeconds(30))).isComplete()) {
			throw new IllegalStateException("the stop was not complete");
		}
	}

	/** Starts and stops of workers, of each hundredth time that of the supervisor. */
	private static void starts(long count) {
		Supervisor supervisor = supervisor();
		BackgroundEventWorker worker = Workers.of(supervisor).define("event").event().executor((context) -> {
		}).register();
		for (long i = 0; i < count; i++) {
			if (i % 100 == 0) {
				supervisor.start();
			}
			worker.trigger();
			worker.stop();
			worker.start();
			if (i % 100 == 99) {
				stop(supervisor);
			}
		}
		stop(supervisor);
	}

	private static void tasks(long count) throws InterruptedException {
		Supervisor supervisor = supervisor();
		supervisor.start();
		LongAdder done = new LongAdder();
		Semaphore room = new Semaphore(10_000);
		for (long i = 0; i < count; i++) {
			room.acquire();
			supervisor.submit(() -> {
				done.increment();
				room.release();
				return null;
			}, TaskOptions.of(Priority.LOW));
		}
		stop(supervisor);
		require(done.sum() == count, "%d of %d tasks were done".formatted(done.sum(), count));
	}

	private static void items(long count) {
		Supervisor supervisor = supervisor();
		LongAdder done = new LongAdder();
		BackgroundQueueWorker<Long> worker = Workers.of(supervisor)
			.define("items")
			.queue(Long.class)
			.executor((item, context) -> done.increment())
			.register();
		supervisor.start();
		for (long i = 0; i < count; i++) {
			while (!worker.offer(i)) {
				LockSupport.parkNanos(100_000);
			}
		}
		stop(supervisor);
		require(done.sum() == count, "%d of %d items were done".formatted(done.sum(), count));
	}

	/** A thousand at a time. */
	private static void timers(long count) {
		Supervisor supervisor = supervisor();
		supervisor.start();
		List<Task<?>> tasks = new ArrayList<>();
		for (long i = 0; i < count; i++) {
			tasks.add(supervisor.submit(() -> null,
					TaskOptions.of(Priority.LOW).withDelay(Duration.ofMinutes(60 + i % 7))));
			if (tasks.size() == 1_000 || i == count - 1) {
				tasks.forEach((task) -> require(task.cancel(), "a timer could not be cancelled"));
				tasks.clear();
			}
		}
		require(supervisor.snapshot().delayed() == 0, "timers are left");
		stop(supervisor);
	}

	/** Real web servers with endpoints and meters, one after the other. */
	private static void contexts(long count) {
		for (long i = 0; i < count; i++) {
			MeterRegistry registry;
			try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
				.bannerMode(Banner.Mode.OFF)
				.run("--server.port=0", "--server.address=127.0.0.1", "--logging.level.root=warn",
						"--management.endpoints.web.exposure.include=workers,supervisors,atasker")) {
				Work work = context.getBean(Work.class);
				Workers workers = context.getBean(Workers.class);
				workers.queue("items", String.class).put("item");
				((BackgroundEventWorker) workers.get("event")).trigger();
				await(() -> work.done.sum() >= 3);
				registry = context.getBean(MeterRegistry.class);
				require(meters(registry) > 0, "there are no meters");
			}
			metersLeft += meters(registry);
		}
	}

	private static long meters(MeterRegistry registry) {
		return registry.getMeters().stream().filter((meter) -> meter.getId().getName().startsWith("atasker")).count();
	}

	private static void require(boolean condition, String otherwise) {
		if (!condition) {
			throw new IllegalStateException(otherwise);
		}
	}

	private static void await(BooleanSupplier condition) {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
		while (!condition.getAsBoolean()) {
			require(System.nanoTime() - end < 0, "waited for too long");
			LockSupport.parkNanos(1_000_000);
		}
	}

	private interface Round {

		void run(long count) throws Exception;

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(excludeName = {
			"org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration",
			"org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration",
			"org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
			"org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration",
			"org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration" })
	static class Application {

		@Bean
		SimpleMeterRegistry meters() {
			return new SimpleMeterRegistry() {
				@Override
				public void close() {
					// Boot closes it with the context, and it would know no meters then.
				}
			};
		}

		@Bean
		Work work() {
			return new Work();
		}

	}

	static class Work {

		private final LongAdder done = new LongAdder();

		@QueueWorker
		void items(String item) {
			this.done.increment();
		}

		@EventWorker
		void event() {
			this.done.increment();
		}

		@IntervalWorker(interval = "10ms")
		void ticks() {
			this.done.increment();
		}

		@Worker(pollDelay = "1ms")
		void continuous(WorkContext context) {
		}

	}

}
