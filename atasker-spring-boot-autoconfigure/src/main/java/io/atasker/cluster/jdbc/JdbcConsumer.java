package io.atasker.cluster.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.exceptions.ExecutionException;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.atasker.queue.Envelope;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A scheduler of db-scheduler for one queue, with a fixed credit. Each of its threads has
 * one message, from the time it was locked until what became of it is written.
 */
final class JdbcConsumer {

	private static final Logger logger = LoggerFactory.getLogger(JdbcConsumer.class);

	private static final long PAUSE_WITHOUT_DATABASE = 1000;

	private final JdbcWorkerQueue queue;

	private final JdbcSubscription subscription;

	private final FetchLimit limit;

	private final Threads pool;

	private final Scheduler scheduler;

	/** How many messages are unsettled. Written under the lock of the subscription. */
	private final AtomicInteger inHand = new AtomicInteger();

	/** There may be messages that the last look did not see. */
	private final AtomicBoolean hinted = new AtomicBoolean();

	private final CountDownLatch stopping = new CountDownLatch(1);

	/** Written under the lock of the subscription. */
	private volatile boolean retired;

	JdbcConsumer(JdbcWorkerQueue queue, JdbcSubscription subscription, int credit) {
		this.queue = queue;
		this.subscription = subscription;
		boolean locked = queue.database().isSkippingLocked();
		this.limit = new FetchLimit(credit, locked);
		this.pool = new Threads(this.limit.threads(), !locked);
		this.scheduler = queue.database().scheduler(task(), this.limit, this.pool);
	}

	private Task<byte[]> task() {
		return Tasks.custom(this.queue.spec().name(), byte[].class)
			.onFailure(JdbcConsumer::again)
			.onDeadExecution(JdbcConsumer::again)
			.execute(this::execute);
	}

	/** Of a node that died, or of a failure here: in its old place, and counted. */
	private static void again(ExecutionComplete complete, ExecutionOperations<byte[]> operations) {
		operations.reschedule(complete, complete.getExecution().getExecutionTime());
	}

	int credit() {
		return this.limit.credit();
	}

	int inHand() {
		return this.inHand.get();
	}

	void taken() {
		this.inHand.incrementAndGet();
	}

	void gone() {
		this.inHand.decrementAndGet();
	}

	/**
	 * It is known what becomes of a message.
	 * @param how what
	 */
	void settled(Settlement how) {
		if (how.isFinal() && this.limit.finished()) {
			this.scheduler.triggerCheckForDueExecutions();
		}
	}

	/** Takes nothing more. Waits for nothing. */
	void retire() {
		this.retired = true;
		this.scheduler.pause();
		this.pool.forget();
	}

	boolean isRetired() {
		return this.retired;
	}

	/** Returns whether nothing is in hand, nor will be. */
	boolean isIdle() {
		return this.retired && this.inHand.get() == 0;
	}

	void start() {
		this.scheduler.start();
	}

	/** No further look begins. Waits for nothing. */
	void pause() {
		this.scheduler.pause();
	}

	/** Looks again. Waits for nothing. */
	void resume() {
		this.scheduler.resume();
		hint();
	}

	/** Looks now, or as soon as a thread is free. */
	void hint() {
		this.hinted.set(true);
		this.scheduler.triggerCheckForDueExecutions();
	}

	/**
	 * Stops; everything in hand was settled or lost before. Waits for what is written.
	 */
	void stop() {
		this.stopping.countDown();
		this.scheduler.stop();
	}

	private CompletionHandler<byte[]> execute(TaskInstance<byte[]> instance, ExecutionContext context) {
		Execution execution = context.getExecution();
		StoredMessage message = StoredMessage.readOrWrap(instance.getId(), instance.getData());
		int losses = message.head().losses() + execution.consecutiveFailures;
		Settlement settlement = deliver(message, losses, context);
		return (complete, operations) -> {
			try {
				write(new Written(execution, message, losses, settlement), complete, operations);
			}
			finally {
				if (!settlement.isFinal()) {
					this.limit.returned();
				}
			}
		};
	}

	private Settlement deliver(StoredMessage message, int losses, ExecutionContext context) {
		Envelope envelope;
		try {
			envelope = message.envelope(this.queue.codec());
		}
		catch (Exception | LinkageError | StackOverflowError ex) {
			// It would be so again, and a message that is tried for ever keeps others
			// behind it. A lack of memory passes.
			logger.error("Message '{}' of queue '{}' cannot be read, and goes to the dead letters", message.head().id(),
					this.queue.spec().name(), ex);
			Settlement dead = Settlement
				.dead((ex instanceof IllegalArgumentException) ? String.valueOf(ex.getMessage()) : String.valueOf(ex));
			settled(dead);
			return dead;
		}
		return this.subscription.deliver(new JdbcDelivery(this.subscription, this, envelope, message.head(), losses,
				() -> context.getCurrentlyExecuting().getHeartbeatState().getFractionDead() >= 1));
	}

	/**
	 * Writes what became of a message. While the database does not answer it is tried
	 * again, with the message in hand.
	 */
	private void write(Written written, ExecutionComplete complete, ExecutionOperations<byte[]> operations) {
		boolean first = true;
		boolean last = false;
		while (true) {
			try {
				if (!writeOnce(written, first, complete, operations)) {
					tellGone(written, null);
				}
				return;
			}
			catch (ExecutionException ex) {
				tellGone(written, ex);
				return;
			}
			catch (RuntimeException ex) {
				if (last) {
					throw ex;
				}
				logger.warn("What became of message '{}' of queue '{}' cannot be written; tried again in a second",
						written.message.head().id(), this.queue.spec().name(), ex);
				last = isStopping();
				first = false;
			}
		}
	}

	private boolean isStopping() {
		try {
			return this.stopping.await(PAUSE_WITHOUT_DATABASE, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			return true;
		}
	}

	private void tellGone(Written written, @Nullable Exception ex) {
		logger.warn(
				"Message '{}' of queue '{}' was given to another node before it could be written what became of it"
						+ " here ({}); it is done more than once",
				written.message.head().id(), this.queue.spec().name(), written.how.kind());
		logger.debug("The row is not as it was left", ex);
	}

	private boolean writeOnce(Written written, boolean first, ExecutionComplete complete,
			ExecutionOperations<byte[]> operations) {
		StoredMessage message = written.message;
		Instant now = this.queue.database().now();
		Instant later = now.plus(written.how.delay());
		Instant sooner = written.how.delay().equals(Duration.ZERO) ? written.execution.getExecutionTime() : later;
		QueueTable.PickedRow row = new QueueTable.PickedRow(this.queue.spec().name(), written.execution.getId(),
				written.execution.version);
		switch (written.how.kind()) {
			case DONE -> {
				// What was refused may be the fault of another row.
				MessageRows rows = this.queue.database().rows();
				return first ? rows.remove(row) : rows.removeAlone(row);
			}
			case RETRY -> operations.reschedule(complete, later, message.retried(written.losses).write());
			case BACK -> operations.reschedule(complete, sooner, message.returned(written.losses).write());
			case UNTOUCHED -> operations.reschedule(complete, sooner, message.untouched(written.losses).write());
			case DEAD -> {
				return this.queue.database().table().bury(row, now, message.dead(now, written.how.error()));
			}
			default -> throw new IllegalStateException(written.how.toString());
		}
		if (written.how.delay().isZero() || written.how.kind() == Settlement.Kind.BACK) {
			this.hinted.set(true);
		}
		return true;
	}

	/**
	 * What is to be written.
	 *
	 * @param execution the row as it was locked
	 * @param message the message as it was
	 * @param losses how often it was lost so far
	 * @param how what became of it
	 */
	private record Written(Execution execution, StoredMessage message, int losses, Settlement how) {

	}

	/**
	 * The threads, which look again when they are free: db-scheduler does not by itself,
	 * if its last look has seen nothing while they were busy.
	 */
	private final class Threads extends ThreadPoolExecutor {

		/** Whether what waits here was only seen, and is locked when its turn comes. */
		private final boolean seenOnly;

		Threads(int number, boolean seenOnly) {
			super(number, number, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), (work) -> {
				Thread thread = new Thread(work, "atasker-jdbc-" + JdbcConsumer.this.queue.spec().name());
				thread.setDaemon(true);
				return thread;
			});
			this.seenOnly = seenOnly;
		}

		/**
		 * Each look adds as many as there are threads, at most, and makes those of the
		 * looks before worthless; while all threads are busy they would pile up.
		 */
		@Override
		public void execute(Runnable work) {
			while (this.seenOnly && getQueue().size() >= 2 * getCorePoolSize()) {
				getQueue().poll();
			}
			super.execute(work);
			if (isRetired()) {
				// Of a look that was under way.
				forget();
			}
		}

		/** What was only seen is left to others. */
		void forget() {
			if (this.seenOnly) {
				getQueue().clear();
			}
		}

		@Override
		protected void afterExecute(Runnable work, @Nullable Throwable thrown) {
			boolean hinted = JdbcConsumer.this.hinted.getAndSet(false);
			if (hinted && isRetired()) {
				// Others may have looked before it was back.
				JdbcConsumer.this.subscription.hint();
			}
			else if (hinted || JdbcConsumer.this.limit.isStarving()) {
				JdbcConsumer.this.scheduler.triggerCheckForDueExecutions();
			}
		}

	}

}
