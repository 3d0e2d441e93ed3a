package io.atasker.supervisor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import io.atasker.process.ProcessOptions;
import io.atasker.worker.BackgroundEventWorker;
import io.atasker.worker.BackgroundQueueWorker;
import io.atasker.worker.Workers;

/**
 * What {@link JvmExitTests} run in JVMs of their own.
 */
final class JvmExitApplication {

	private JvmExitApplication() {
	}

	public static void main(String[] arguments) {
		switch (arguments[0]) {
			case "worker" -> worker(false);
			case "daemon" -> worker(true);
			case "stopped" -> worker(false).stop();
			case "stuck" -> stuck();
			case "load" -> load(false);
			case "virtual-load" -> load(true);
			case "arguments" -> arguments();
			case "children" -> children(Path.of(arguments[1]));
			default -> throw new IllegalArgumentException(arguments[0]);
		}
		System.out.println("main has ended");
	}

	/** A worker that is started and has nothing to do. */
	private static BackgroundEventWorker worker(boolean daemon) {
		Supervisor supervisor = Supervisor.builder().daemon(daemon).build();
		BackgroundEventWorker worker = Workers.of(supervisor).define("idle").event().executor((context) -> {
		}).register();
		supervisor.start();
		return worker;
	}

	/** What the application and a child of it were started with. */
	private static void arguments() {
		Supervisor supervisor = Supervisor.builder()
			.processPool(new PoolLimits(1, 0, 0), ProcessOptions.builder().build())
			.build();
		supervisor.start();
		System.out.println("own arguments " + ProcessCode.inputArguments());
		System.out
			.println("child's arguments " + supervisor.submitToProcess(ProcessCode::inputArguments).result().join());
		supervisor.close();
	}

	/** One child at work, one that is idle. */
	private static void children(Path started) {
		Supervisor supervisor = Supervisor.builder()
			.processPool(new PoolLimits(1, 0, 0), ProcessOptions.builder().build())
			.build();
		supervisor.start();
		supervisor.submitToProcess(() -> ProcessCode.hang(started));
		while (supervisor.snapshot().processes().children().size() < 2 || !Files.exists(started)) {
			LockSupport.parkNanos(5_000_000);
		}
		supervisor.snapshot().processes().children().forEach((child) -> System.out.println("child " + child.pid()));
	}

	/** A task that ignores interrupts, and a stop that cannot wait for it. */
	private static void stuck() {
		Supervisor supervisor = Supervisor.builder().build();
		supervisor.start();
		AtomicBoolean begun = new AtomicBoolean();
		supervisor.asExecutor(Priority.NORMAL).execute(() -> {
			while (true) {
				begun.set(true);
				Thread.onSpinWait();
			}
		});
		while (!begun.get()) {
			Thread.onSpinWait();
		}
		System.out
			.println("running " + supervisor.stop(ShutdownPolicy.graceful(Duration.ofMillis(100))).running().size());
	}

	/** Tasks and items without end, until somebody stops the JVM. */
	private static void load(boolean virtual) {
		Supervisor supervisor = Supervisor.builder().limits(new PoolLimits(4, 1, 1)).virtualThreads(virtual).build();
		LongAdder handled = new LongAdder();
		BackgroundQueueWorker<Integer> items = Workers.of(supervisor)
			.define("items")
			.queue(Integer.class)
			.concurrency(2)
			.executor((item, context) -> {
				work();
				handled.increment();
			})
			.register();
		supervisor.start();
		Queue<Task<?>> tasks = new ConcurrentLinkedQueue<>();
		LongAdder put = new LongAdder();
		List<Thread> feeders = Stream.generate(() -> feeder(supervisor, tasks, items, put)).limit(2).toList();
		Runtime.getRuntime().addShutdownHook(new Thread(() -> {
			ShutdownReport report = supervisor.stop(ShutdownPolicy.graceful(Duration.ofSeconds(20)));
			feeders.forEach(JvmExitApplication::join);
			long open = tasks.stream().filter((task) -> task.state() != TaskState.SUCCEEDED).count();
			System.out.println("tasks that did not succeed: " + open);
			System.out.println("items lost: " + (put.sum() - handled.sum() - items.size()));
			System.out.println("complete: " + (report.running().isEmpty() && report.took().toSeconds() < 20));
			System.out.println("end");
		}));
		feeders.forEach(Thread::start);
		while (handled.sum() < 100) {
			work();
		}
		System.out.println("under load");
	}

	private static Thread feeder(Supervisor supervisor, Queue<Task<?>> tasks, BackgroundQueueWorker<Integer> items,
			LongAdder put) {
		Thread feeder = new Thread(() -> {
			while (true) {
				try {
					for (Priority priority : List.of(Priority.LOW, Priority.HIGH)) {
						tasks.add(supervisor.submit(JvmExitApplication::work, TaskOptions.of(priority)));
					}
				}
				catch (RejectedExecutionException ex) {
					return;
				}
				if (items.offer(1)) {
					put.increment();
				}
				LockSupport.parkNanos(500_000);
			}
		});
		feeder.setDaemon(true);
		return feeder;
	}

	private static void join(Thread thread) {
		try {
			thread.join(10_000);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void work() {
		LockSupport.parkNanos(200_000);
	}

}
