package io.atasker.benchmarks;

import java.time.Duration;
import java.util.Date;
import java.util.Properties;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.atasker.worker.BackgroundWorker;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.scheduling.BackgroundJob;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.storage.InMemoryStorageProvider;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;

import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * Something that runs very many things on a schedule. The first runs are spread evenly
 * over an interval that begins some time after the start, as those of things that were
 * not all made at once.
 */
abstract class Many implements AutoCloseable {

	/** Time to make all, and to look at the heap before the first run. */
	private static final Duration AFTER_ALL_ARE_MADE = Duration.ofSeconds(4);

	private final String name;

	Many(String name) {
		this.name = name;
	}

	String name() {
		return this.name;
	}

	static Duration first(int number, int count, Duration interval) {
		return AFTER_ALL_ARE_MADE.plusNanos(interval.toNanos() / count * number);
	}

	abstract void start(int count, Duration interval, Runnable work) throws Exception;

	@Override
	public abstract void close() throws Exception;

	/** Interval workers. */
	static final class OfWorkers extends Many {

		private final int historySize;

		private final Engine engine = Engine.ofDefaults();

		OfWorkers(String name, int historySize) {
			super(name);
			this.historySize = historySize;
		}

		@Override
		void start(int count, Duration interval, Runnable work) {
			for (int i = 0; i < count; i++) {
				this.engine.workers.define("sync-" + i)
					.interval(interval)
					.initialDelay(first(i, count, interval))
					.historySize(this.historySize)
					.executor((context) -> work.run())
					.register();
			}
		}

		@Override
		public void close() {
			this.engine.workers.stream().forEach(BackgroundWorker::stopAsync);
			this.engine.close();
		}

	}

	/** The JDK's. */
	static final class OfScheduledPool extends Many {

		private final ScheduledThreadPoolExecutor pool = new ScheduledThreadPoolExecutor(2);

		OfScheduledPool() {
			super("ScheduledThreadPoolExecutor");
		}

		@Override
		void start(int count, Duration interval, Runnable work) {
			for (int i = 0; i < count; i++) {
				this.pool.scheduleAtFixedRate(work, first(i, count, interval).toNanos(), interval.toNanos(),
						TimeUnit.NANOSECONDS);
			}
		}

		@Override
		public void close() {
			this.pool.shutdownNow();
		}

	}

	/** What is behind Spring's Scheduled. */
	static final class OfSpring extends Many {

		private final ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();

		OfSpring() {
			super("ThreadPoolTaskScheduler");
			this.scheduler.setPoolSize(2);
			this.scheduler.afterPropertiesSet();
		}

		@Override
		void start(int count, Duration interval, Runnable work) {
			for (int i = 0; i < count; i++) {
				this.scheduler.scheduleAtFixedRate(work,
						this.scheduler.getClock().instant().plus(first(i, count, interval)), interval);
			}
		}

		@Override
		public void close() {
			this.scheduler.shutdown();
		}

	}

	/** Quartz with its store in memory. */
	static final class OfQuartz extends Many {

		private static volatile Runnable work = () -> {
		};

		private final Scheduler scheduler;

		OfQuartz() throws Exception {
			super("Quartz in memory");
			Properties properties = new Properties();
			properties.put("org.quartz.threadPool.threadCount", "2");
			properties.put("org.quartz.scheduler.instanceName", "bench-" + System.nanoTime());
			properties.put("org.quartz.scheduler.skipUpdateCheck", "true");
			properties.put("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
			properties.put("org.quartz.jobStore.class", "org.quartz.simpl.RAMJobStore");
			properties.put("org.quartz.jobStore.misfireThreshold", "600000");
			this.scheduler = new StdSchedulerFactory(properties).getScheduler();
			this.scheduler.start();
		}

		@Override
		void start(int count, Duration interval, Runnable work) throws Exception {
			OfQuartz.work = work;
			for (int i = 0; i < count; i++) {
				this.scheduler.scheduleJob(JobBuilder.newJob(Counting.class).withIdentity("job-" + i).build(),
						TriggerBuilder.newTrigger()
							.startAt(new Date(System.currentTimeMillis() + first(i, count, interval).toMillis()))
							.withSchedule(SimpleScheduleBuilder.simpleSchedule()
								.withIntervalInMilliseconds(interval.toMillis())
								.repeatForever())
							.build());
			}
		}

		@Override
		public void close() throws Exception {
			this.scheduler.shutdown();
		}

		/** Quartz makes one for each run. */
		public static final class Counting implements Job {

			@Override
			public void execute(JobExecutionContext context) {
				work.run();
			}

		}

	}

	/** JobRunr with its store in memory. It calls what is public only. */
	public static final class OfJobRunr extends Many {

		private static volatile Runnable work = () -> {
		};

		OfJobRunr() {
			super("JobRunr in memory");
			JobRunr.configure()
				.useStorageProvider(new InMemoryStorageProvider())
				.useBackgroundJobServer(BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
					.andPollInterval(Duration.ofSeconds(5))
					.andWorkerCount(2))
				.initialize();
		}

		/** Called by a job. */
		public static void count() {
			work.run();
		}

		@Override
		void start(int count, Duration interval, Runnable work) {
			OfJobRunr.work = work;
			for (int i = 0; i < count; i++) {
				BackgroundJob.scheduleRecurrently("job-" + i, interval, () -> count());
			}
		}

		@Override
		public void close() {
			JobRunr.destroy();
		}

	}

}
