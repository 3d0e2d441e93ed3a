package io.atasker.benchmarks;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import org.jctools.queues.varhandle.MpscBlockingConsumerVarHandleArrayQueue;

import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/**
 * What one would take instead of a queue worker.
 */
final class QueuePeers {

	private QueuePeers() {
	}

	/** A thread pool of one thread. */
	static final class OfPool extends QueueContestant {

		private final ThreadPoolExecutor executor;

		private final BlockingQueue<Runnable> queue;

		private final boolean bounded;

		private int countdown;

		OfPool(String name, BlockingQueue<Runnable> queue, int producers, int millis) {
			super(name, producers, millis);
			this.queue = queue;
			this.bounded = queue.remainingCapacity() != Integer.MAX_VALUE;
			this.executor = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, queue);
		}

		static OfPool linked(int producers, int millis) {
			return new OfPool("single-thread executor", new LinkedBlockingQueue<>(CAPACITY), producers, millis);
		}

		static OfPool priority(int producers, int millis) {
			return new OfPool("executor with priority queue", new PriorityBlockingQueue<>(), producers, millis);
		}

		@Override
		boolean offer(Item item) {
			if (!this.bounded && (this.countdown++ & 63) == 0 && this.queue.size() > CAPACITY) {
				return false;
			}
			try {
				this.executor.execute(item);
				return true;
			}
			catch (RejectedExecutionException ex) {
				return false;
			}
		}

		@Override
		public void close() {
			this.executor.shutdown();
		}

	}

	/** Spring's executor of one thread. */
	static final class OfSpring extends QueueContestant {

		private final ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();

		OfSpring(int producers, int millis) {
			super("ThreadPoolTaskExecutor", producers, millis);
			this.executor.setCorePoolSize(1);
			this.executor.setMaxPoolSize(1);
			this.executor.setQueueCapacity(CAPACITY);
			this.executor.afterPropertiesSet();
		}

		@Override
		boolean offer(Item item) {
			try {
				this.executor.execute(item);
				return true;
			}
			catch (RejectedExecutionException ex) {
				return false;
			}
		}

		@Override
		public void close() {
			this.executor.shutdown();
		}

	}

	/** The Disruptor with one consumer that waits without spinning. */
	static final class OfDisruptor extends QueueContestant {

		private final Disruptor<Holder> disruptor;

		OfDisruptor(int producers, int millis) {
			super("Disruptor", producers, millis);
			this.disruptor = new Disruptor<>(Holder::new, 1 << 17, (task) -> {
				Thread thread = new Thread(task);
				thread.setDaemon(true);
				return thread;
			}, ProducerType.MULTI, new BlockingWaitStrategy());
			this.disruptor.handleEventsWith((holder, sequence, last) -> {
				holder.item.run();
				holder.item = null;
			});
			this.disruptor.start();
		}

		@Override
		boolean offer(Item item) {
			return this.disruptor.getRingBuffer().tryPublishEvent((holder, sequence, it) -> holder.item = it, item);
		}

		@Override
		public void close() {
			this.disruptor.shutdown();
		}

		private static final class Holder {

			private Item item;

		}

	}

	/** A queue without a lock, and a thread that parks when it is empty. */
	static final class OfJcTools extends QueueContestant {

		private static final Item END = new Item(-1, new Sink());

		private final MpscBlockingConsumerVarHandleArrayQueue<Item> queue = new MpscBlockingConsumerVarHandleArrayQueue<>(
				1 << 17);

		OfJcTools(int producers, int millis) {
			super("JCTools queue and a thread", producers, millis);
			Thread thread = new Thread(this::consume);
			thread.setDaemon(true);
			thread.start();
		}

		private void consume() {
			try {
				Item item = this.queue.take();
				while (item != END) {
					item.run();
					item = this.queue.take();
				}
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException("interrupted", ex);
			}
		}

		@Override
		boolean offer(Item item) {
			return this.queue.offer(item);
		}

		@Override
		public void close() {
			this.queue.offer(END);
		}

	}

}
