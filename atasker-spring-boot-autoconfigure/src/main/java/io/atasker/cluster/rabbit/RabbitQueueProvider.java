package io.atasker.cluster.rabbit;

import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.atasker.queue.QueueFeature;
import io.atasker.queue.QueueSpec;
import io.atasker.queue.WorkerQueue;
import io.atasker.queue.WorkerQueueProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.amqp.rabbit.connection.ConnectionFactory;

/**
 * Durable queues that nodes share, in RabbitMQ.
 * <p>
 * There are two connections, one to put and one to take, and a thread that adjusts and
 * recovers consumers. For each queue of ours there is one of that name in the broker, one
 * for its dead letters, and one for each delay that is in use. The connection factory is
 * only read.
 */
public final class RabbitQueueProvider implements WorkerQueueProvider, AutoCloseable {

	/** The id of this engine. */
	public static final String ID = "rabbit";

	/** The broker has 16 bits for it. */
	static final int MOST_PREFETCHED = 65_535;

	/** Longer than the connection waits for the broker's answer. */
	private static final Duration LONGEST_END = Duration.ofSeconds(6);

	private static final Set<QueueFeature> FEATURES = Set.copyOf(EnumSet.of(QueueFeature.DURABLE, QueueFeature.SHARED,
			QueueFeature.PRIORITY, QueueFeature.DELAYED_RETRY, QueueFeature.DEAD_LETTERS, QueueFeature.DEPTH));

	private static final Logger logger = LoggerFactory.getLogger(RabbitQueueProvider.class);

	private final RabbitQueueSettings settings;

	private final BrokerLink putting;

	private final BrokerLink taking;

	private final ScheduledThreadPoolExecutor keeper;

	/** The open queues by name. */
	@GuardedBy("this")
	private final Map<String, RabbitWorkerQueue> queues = new HashMap<>();

	@GuardedBy("this")
	private boolean closed;

	/**
	 * Creates an engine. The broker is not touched before a queue is opened.
	 * @param connectionFactory knows where the broker is and who we are there; such as a
	 * {@code CachingConnectionFactory}
	 * @param settings how queues are run
	 * @throws IllegalArgumentException if the settings of the connection factory cannot
	 * be read
	 */
	public RabbitQueueProvider(ConnectionFactory connectionFactory, RabbitQueueSettings settings) {
		BrokerAccess access = new BrokerAccess(connectionFactory, settings);
		this.settings = settings;
		this.putting = new BrokerLink(access, "put", settings.confirmTimeout());
		this.taking = new BrokerLink(access, "take", access.patience());
		this.keeper = new ScheduledThreadPoolExecutor(1, (work) -> {
			Thread thread = new Thread(work, "atasker-rabbit");
			thread.setDaemon(true);
			return thread;
		});
		this.keeper.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
	}

	@Override
	public String id() {
		return ID;
	}

	@Override
	public Set<QueueFeature> features() {
		return FEATURES;
	}

	RabbitQueueSettings settings() {
		return this.settings;
	}

	BrokerLink putting() {
		return this.putting;
	}

	BrokerLink taking() {
		return this.taking;
	}

	@Override
	public synchronized WorkerQueue open(QueueSpec spec) {
		spec.requireOf(this);
		if (this.closed) {
			throw new IllegalStateException(
					"queue '%s' cannot be opened: its provider is closed".formatted(spec.name()));
		}
		RabbitWorkerQueue open = this.queues.get(spec.name());
		if (open == null) {
			open = new RabbitWorkerQueue(this, spec);
			this.queues.put(spec.name(), open);
		}
		else if (!open.spec().equals(spec)) {
			throw new IllegalStateException("queue '%s' is open already, as %s".formatted(spec.name(), open.spec()));
		}
		return open;
	}

	/** Does something on the thread of the provider, one thing after the other. */
	void soon(Runnable action) {
		schedule(action, 0);
	}

	/** Does something there after the recovery interval. */
	void later(Runnable action) {
		schedule(action, this.settings.recoveryInterval().toNanos());
	}

	private void schedule(Runnable action, long nanos) {
		try {
			this.keeper.schedule(() -> {
				try {
					action.run();
				}
				catch (RuntimeException | Error ex) {
					logger.error("The queues of provider {} are not as they should be", ID, ex);
				}
			}, nanos, TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("Nothing more is done: the provider is closed", ex);
		}
	}

	/**
	 * Does something that may have to wait for the broker long, on a thread that holds up
	 * nobody and not the end of the JVM.
	 * @param name what that is
	 * @param action does it, and does not throw
	 * @return the thread
	 */
	static Thread aside(String name, Runnable action) {
		Thread thread = new Thread(action, "atasker-rabbit-" + name);
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	synchronized void closed(RabbitWorkerQueue queue) {
		this.queues.remove(queue.spec().name(), queue);
	}

	/**
	 * Closes all queues and connections. Messages in hand go back to the broker.
	 * Repeating it has no effect.
	 */
	@Override
	public void close() {
		List<RabbitWorkerQueue> all;
		synchronized (this) {
			this.closed = true;
			all = List.copyOf(this.queues.values());
		}
		all.parallelStream().forEach(RabbitWorkerQueue::close);
		this.keeper.shutdownNow();
		this.taking.close();
		closePutting();
	}

	/** A broker that has no room does not read, not even that the connection ends. */
	private void closePutting() {
		Thread ending = aside("end", this.putting::close);
		try {
			ending.join(LONGEST_END.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
