package io.atasker.autoconfigure;

import java.time.Clock;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.atasker.supervisor.LateTask;
import io.atasker.supervisor.LateTaskHandler;
import io.atasker.supervisor.LateTaskReport;
import io.atasker.supervisor.LateTaskReport.Level;
import io.atasker.worker.WorkerEvent;
import io.atasker.worker.WorkerListener;
import io.atasker.worker.Workers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/**
 * Publishes what happens to workers and supervisors as application events: in order, on a
 * thread of its own, so that a listener holds up nobody but other listeners. From just
 * before the supervisors start until just after they have stopped, never before the
 * context is refreshed or after it is closed.
 */
final class EventPublication implements SmartLifecycle, WorkerListener {

	/** Starts before the supervisors, and stops after them. */
	static final int PHASE = SupervisorLifecycle.PHASE - 1;

	static final int CAPACITY = 10_000;

	private static final Logger logger = LoggerFactory.getLogger(EventPublication.class);

	private static final String THREAD = "atasker-events";

	private static final long PATIENCE_SECONDS = 2;

	private final ApplicationEventPublisher publisher;

	private final ObjectProvider<Workers> workers;

	private final boolean enabled;

	private final AtomicLong dropped = new AtomicLong();

	/** While it runs. */
	private volatile @Nullable ThreadPoolExecutor executor;

	EventPublication(ApplicationEventPublisher publisher, ObjectProvider<Workers> workers, boolean enabled) {
		this.publisher = publisher;
		this.workers = workers;
		this.enabled = enabled;
	}

	@Override
	public void start() {
		ThreadPoolExecutor executor = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(CAPACITY), (work) -> {
					Thread thread = new Thread(work, THREAD);
					thread.setDaemon(true);
					return thread;
				}, (work, pool) -> drop(pool));
		executor.allowCoreThreadTimeOut(true);
		this.executor = executor;
		this.workers.getObject().addListener(this);
	}

	@Override
	public void stop() {
		ThreadPoolExecutor executor = this.executor;
		this.executor = null;
		this.workers.getObject().removeListener(this);
		if (executor != null) {
			executor.shutdown();
			await(executor);
		}
	}

	private static void await(ThreadPoolExecutor executor) {
		if (Thread.currentThread().getName().equals(THREAD)) {
			return;
		}
		try {
			if (!executor.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
				logger.warn("Listeners of application events take long; {} events are not published",
						executor.shutdownNow().size());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public boolean isRunning() {
		return this.executor != null;
	}

	@Override
	public boolean isAutoStartup() {
		return this.enabled;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	@Override
	public void happened(WorkerEvent event) {
		publish(event);
	}

	/**
	 * Returns what publishes late tasks.
	 * @param supervisor the name of the supervisor that they are late in
	 * @return the handler
	 */
	LateTaskHandler lateTasks(String supervisor) {
		return new LateTaskHandler() {
			@Override
			public void warning(LateTask task) {
				publish(new LateTaskReport(supervisor, Clock.systemUTC().instant(), Level.WARNING, task));
			}

			@Override
			public void critical(LateTask task) {
				publish(new LateTaskReport(supervisor, Clock.systemUTC().instant(), Level.CRITICAL, task));
			}
		};
	}

	private void publish(Object event) {
		ThreadPoolExecutor executor = this.executor;
		if (executor != null) {
			executor.execute(() -> publishNow(event));
		}
	}

	private void publishNow(Object event) {
		try {
			this.publisher.publishEvent(event);
		}
		catch (RuntimeException | Error ex) {
			logger.warn("A listener failed on {}; the next event is published all the same", event, ex);
		}
	}

	private void drop(ThreadPoolExecutor pool) {
		if (!pool.isShutdown() && this.dropped.getAndIncrement() % CAPACITY == 0) {
			logger.warn("Listeners of application events are too slow: {} events wait, and others are dropped",
					CAPACITY);
		}
	}

}
