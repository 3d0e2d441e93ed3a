package io.atasker.queue;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.atasker.time.TimeSource;
import io.atasker.time.Timers;

/**
 * The engine that is always there: queues in the memory of this JVM.
 * <p>
 * Handlers are called by whichever thread has made a message deliverable: the one that
 * puts, settles, resumes or raises the credit, or that of the timers. Workers use the
 * {@link ItemQueue} of this engine instead, which needs no envelopes; this face makes all
 * engines exchangeable and is the measure of the others.
 */
public final class MemoryQueueProvider implements WorkerQueueProvider {

	/** The id of this engine. */
	public static final String ID = "memory";

	private static final Set<QueueFeature> FEATURES = Set
		.copyOf(EnumSet.of(QueueFeature.PRIORITY, QueueFeature.DELAYED_RETRY, QueueFeature.DEAD_LETTERS,
				QueueFeature.SIGNAL, QueueFeature.DEPTH, QueueFeature.CAPACITY));

	private final TimeSource time;

	private final Timers timers;

	private final boolean copy;

	private final ReentrantLock lock = new ReentrantLock();

	/** The open queues by name. */
	@GuardedBy("lock")
	private final Map<String, MemoryWorkerQueue> queues = new HashMap<>();

	/**
	 * Creates an engine.
	 * @param time the clock
	 * @param timers where delayed messages wait
	 */
	public MemoryQueueProvider(TimeSource time, Timers timers) {
		this(time, timers, false);
	}

	/**
	 * Creates an engine.
	 * @param time the clock
	 * @param timers where delayed messages wait
	 * @param copy whether each payload goes through the codec of its queue, so that tests
	 * find payloads early which cannot be encoded, or are shared and then changed
	 */
	public MemoryQueueProvider(TimeSource time, Timers timers, boolean copy) {
		this.time = time;
		this.timers = timers;
		this.copy = copy;
	}

	@Override
	public String id() {
		return ID;
	}

	@Override
	public Set<QueueFeature> features() {
		return FEATURES;
	}

	@Override
	public WorkerQueue open(QueueSpec spec) {
		spec.requireOf(this);
		if (this.copy && spec.codec() == null) {
			throw new IllegalArgumentException(
					"queue '%s' has no codec to copy its payloads with".formatted(spec.name()));
		}
		this.lock.lock();
		try {
			MemoryWorkerQueue queue = this.queues.get(spec.name());
			if (queue == null) {
				queue = new MemoryWorkerQueue(spec, this.time, this.timers, this.copy, this::closed);
				this.queues.put(spec.name(), queue);
			}
			else if (!queue.spec().equals(spec)) {
				throw new IllegalStateException(
						"queue '%s' is open already, as %s".formatted(spec.name(), queue.spec()));
			}
			return queue;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void closed(MemoryWorkerQueue queue) {
		this.lock.lock();
		try {
			this.queues.remove(queue.spec().name(), queue);
		}
		finally {
			this.lock.unlock();
		}
	}

}
