package io.atasker.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import io.atasker.supervisor.PoolLimits;
import io.atasker.supervisor.Priority;
import io.atasker.supervisor.ShutdownPolicy;
import io.atasker.supervisor.ShutdownReport;
import io.atasker.supervisor.Supervisor;
import io.atasker.supervisor.TaskOptions;

/**
 * What {@link HardTimesTests} run in JVMs of their own.
 */
final class HardTimesApplication {

	private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(100);

	private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

	private HardTimesApplication() {
	}

	public static void main(String[] arguments) {
		switch (arguments[0]) {
			case "hungry" -> hungry();
			case "endless" -> endless();
			case "held" -> held();
			case "soak" -> soak();
			default -> throw new IllegalArgumentException(arguments[0]);
		}
		System.out.println("main has ended");
	}

	/** A worker that takes all memory again and again, and one that is not to suffer. */
	private static void hungry() {
		Supervisor supervisor = Supervisor.builder().limits(new PoolLimits(2, 0, 0)).build();
		Workers workers = Workers.of(supervisor);
		AtomicLong ticks = new AtomicLong();
		BackgroundWorker other = workers.define("ticks")
			.interval(Duration.ofMillis(10))
			.executor((ContextExecutor) (context) -> ticks.incrementAndGet())
			.register();
		BackgroundQueueWorker<Integer> hungry = workers.define("hungry")
			.queue(Integer.class)
			.executor((item, context) -> takeAllMemory())
			.register();
		supervisor.start();
		for (int i = 0; i < 10; i++) {
			hungry.put(i);
		}
		await(() -> hungry.snapshot().executions().failed() == 10);
		long before = ticks.get();
		await(() -> ticks.get() >= before + 10);
		other.stop();
		System.out.println("hungry is " + hungry.state());
		System.out.println("last error " + hungry.snapshot().lastExecution().errorType());
		await(() -> supervisor.snapshot().running().values().stream().allMatch((running) -> running == 0));
		supervisor.stop(ShutdownPolicy.graceful(Duration.ofSeconds(5)));
	}

	private static void takeAllMemory() {
		List<long[]> taken = new ArrayList<>();
		while (true) {
			taken.add(new long[1 << 14]);
		}
	}

	/** An executor that never returns. */
	private static void endless() {
		Supervisor supervisor = Supervisor.builder().build();
		AtomicBoolean begun = new AtomicBoolean();
		BackgroundWorker worker = Workers.of(supervisor).define("endless").executor((context) -> {
			while (true) {
				begun.set(true);
				Thread.onSpinWait();
			}
		}).register();
		supervisor.start();
		await(begun::get);
		long before = System.nanoTime();
		ShutdownReport report = supervisor.stop(ShutdownPolicy.graceful(Duration.ofMillis(500)));
		System.out.println("took " + (System.nanoTime() - before) / 1_000_000);
		report.running().forEach((running) -> System.out.println("names " + running.name() + " at " + running.stack()));
		System.out.println("shows " + worker.snapshot().current().size());
	}

	/** A worker that notes when it runs, in a JVM that is held for some time. */
	private static void held() {
		Supervisor supervisor = Supervisor.builder().build();
		List<Long> starts = new ArrayList<>();
		ConcurrentLinkedQueue<Long> seen = new ConcurrentLinkedQueue<>();
		BackgroundWorker worker = Workers.of(supervisor)
			.define("ticks")
			.interval(Duration.ofNanos(INTERVAL))
			.executor((ContextExecutor) (context) -> seen.add(System.nanoTime()))
			.register();
		supervisor.start();
		await(() -> seen.size() >= 5);
		System.out.println("running");
		int after = -1;
		while (after < 0 || starts.size() < after + 20) {
			for (Long start = seen.poll(); start != null; start = seen.poll()) {
				starts.add(start);
				int last = starts.size() - 1;
				if (after < 0 && last > 0 && start - starts.get(last - 1) > SECOND) {
					after = last;
				}
			}
			LockSupport.parkNanos(1_000_000);
		}
		int gap = after;
		long resumed = starts.get(gap);
		System.out.println(
				"after " + starts.stream().filter((start) -> start - resumed >= 0 && start - resumed < SECOND).count());
		// The catch-up run itself comes when it can, and any other may be late, also the
		// first one of all; some on either side of the gap are not.
		System.out.println("off the grid " + starts.subList(gap + 1, starts.size())
			.stream()
			.flatMapToLong(
					(start) -> starts.subList(0, gap).stream().mapToLong((before) -> (start - before) % INTERVAL))
			.map((late) -> Math.min(late, INTERVAL - late) / 1_000_000)
			.min()
			.orElseThrow());
		System.out.println("missed " + worker.snapshot().executions().missed());
		supervisor.stop(ShutdownPolicy.immediate(Duration.ofSeconds(5)));
	}

	/** The same work twice: the second time must leave no more behind than the first. */
	private static void soak() {
		Supervisor supervisor = Supervisor.builder().limits(new PoolLimits(2, 0, 0)).build();
		long heap = 0;
		for (int round = 0; round < 3; round++) {
			heap = work(supervisor);
			if (round == 1) {
				System.out.println("heap before " + heap);
			}
		}
		System.out.println("heap after " + heap);
		// A thread is still alive for a moment after it has done all that it had to do.
		long deadline = System.nanoTime() + 60 * SECOND;
		await(() -> threads().isEmpty() || System.nanoTime() - deadline > 0);
		System.out.println("threads left " + threads());
	}

	private static List<String> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> name.startsWith("atasker"))
			.toList();
	}

	private static long work(Supervisor supervisor) {
		supervisor.start();
		Workers workers = Workers.of(supervisor);
		AtomicLong handled = new AtomicLong();
		BackgroundQueueWorker<Integer> items = workers.define("items")
			.queue(Integer.class)
			.executor((item, context) -> handled.incrementAndGet())
			.register();
		for (int i = 0; i < 500_000; i++) {
			while (!items.offer(i)) {
				LockSupport.parkNanos(100_000);
			}
		}
		BackgroundEventWorker event = workers.define("event").event().executor((ContextExecutor) (context) -> {
		}).register();
		for (int i = 0; i < 5_000; i++) {
			event.trigger();
			event.restart();
			event.stop();
			event.start();
		}
		for (int i = 0; i < 20_000; i++) {
			supervisor.submit(() -> null, TaskOptions.of(Priority.LOW).withDelay(Duration.ofHours(1))).cancel();
		}
		for (int i = 0; i < 2_000; i++) {
			workers.define("w" + i).interval(Duration.ofHours(1)).executor((ContextExecutor) (context) -> {
			}).register();
			workers.remove("w" + i);
		}
		await(() -> handled.get() == 500_000);
		workers.remove("items");
		workers.remove("event");
		supervisor.stop(ShutdownPolicy.graceful(Duration.ofSeconds(5)));
		System.gc();
		return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
	}

	private static void await(BooleanSupplier condition) {
		while (true) {
			try {
				if (condition.getAsBoolean()) {
					return;
				}
			}
			catch (OutOfMemoryError ex) {
				// It can hit this thread too.
			}
			LockSupport.parkNanos(1_000_000);
		}
	}

}
