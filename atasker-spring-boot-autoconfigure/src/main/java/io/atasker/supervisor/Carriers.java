package io.atasker.supervisor;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.ReentrantLock;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.atasker.time.TimeSource;
import io.atasker.time.Timer;
import io.atasker.time.Timers;
import org.jspecify.annotations.Nullable;

/**
 * The threads of a pool: a stack of idle platform threads, the last to come to rest is
 * the first to go; new ones as needed; and virtual ones for what is not critical, when
 * asked for. One idle thread is kept spare for critical tasks.
 */
final class Carriers {

	private final TimeSource time;

	private final Duration threadKeepAlive;

	private final ThreadMaker maker;

	private final Turns turns;

	private final Inside inside;

	private final Timers timers;

	private final ClassLoader contextClassLoader;

	private final Timer trim = Timer.of(this::trim);

	private final Timer replenish = Timer.of(this::replenish);

	/*
	 * A short lock guards the stack and the count. Threads are made, woken and dismissed
	 * without it: who takes a carrier from the stack is the only one to hand it
	 * something. Each start begins a new generation; a thread of an older one ends when
	 * it comes to rest.
	 */
	private final ReentrantLock lock = new ReentrantLock();

	@GuardedBy("lock")
	private final IdleCarriers idle = new IdleCarriers();

	/** Written under the lock. */
	private volatile int generation;

	@GuardedBy("lock")
	private boolean open;

	@GuardedBy("lock")
	private boolean trimming;

	@GuardedBy("lock")
	private boolean replenishing;

	Carriers(SupervisorBuilder settings, ThreadFactory threads, Turns turns, Inside inside, Timers timers) {
		this.time = settings.time;
		this.threadKeepAlive = settings.threadKeepAlive;
		this.maker = new ThreadMaker(settings, threads);
		this.turns = turns;
		this.inside = inside;
		this.timers = timers;
		this.contextClassLoader = Thread.currentThread().getContextClassLoader();
	}

	/**
	 * Begins a new generation and makes the threads that it always has.
	 * @param minThreads how many threads are never given up, beside the spare
	 */
	void open(int minThreads) {
		int missing;
		this.lock.lock();
		try {
			this.generation++;
			this.open = true;
			this.trimming = false;
			this.replenishing = false;
			missing = kept(minThreads);
			this.idle.keep(missing);
		}
		finally {
			this.lock.unlock();
		}
		while (missing > 0 && create(null)) {
			missing--;
		}
	}

	/** Lets the idle threads end, and the others when they come to rest. */
	void close() {
		List<Carrier> dismissed;
		this.lock.lock();
		try {
			this.open = false;
			this.generation++;
			dismissed = this.idle.clear();
		}
		finally {
			this.lock.unlock();
		}
		dismissed.forEach(Carrier::dismiss);
	}

	void keep(int minThreads) {
		this.lock.lock();
		try {
			this.idle.keep(kept(minThreads));
		}
		finally {
			this.lock.unlock();
		}
	}

	private int kept(int minThreads) {
		return IdleCarriers.SPARE + (this.maker.isVirtual() ? 0 : minThreads);
	}

	/**
	 * Finds a thread for an admitted task.
	 * @param task the task
	 * @return whether there was one
	 */
	boolean start(PoolTask task) {
		boolean critical = task.admittedAs == Priority.CRITICAL;
		if (!critical && this.maker.isVirtual()) {
			return this.maker.start(new Carrier(this, true, 0, task));
		}
		return handToIdle(task, critical) || create(task);
	}

	/**
	 * Hands a task to an idle thread.
	 * @param task the task
	 * @param spareToo whether the spare thread may be taken as well
	 * @return whether there was one
	 */
	boolean handToIdle(PoolTask task, boolean spareToo) {
		Carrier carrier;
		boolean replenish;
		this.lock.lock();
		try {
			carrier = this.idle.take(spareToo);
			replenish = spareToo && this.idle.lacksSpare() && !this.replenishing && this.open;
			this.replenishing |= replenish;
		}
		finally {
			this.lock.unlock();
		}
		if (carrier != null) {
			carrier.hand(task);
		}
		if (replenish) {
			this.timers.schedule(this.replenish, this.time.nanoTime());
		}
		return carrier != null;
	}

	/**
	 * Returns whether a carrier may run what was admitted when it finished, rather than
	 * another kind of thread.
	 * @param carrier the carrier
	 * @param next the task
	 * @return whether it suits
	 */
	boolean suits(Carrier carrier, PoolTask next) {
		boolean virtual = this.maker.isVirtual() && next.admittedAs != Priority.CRITICAL;
		return virtual == carrier.isVirtual() && (virtual || carrier.generation() == this.generation);
	}

	@Nullable PoolTask turn(Carrier carrier, PoolTask task, ThreadTraits traits) {
		return this.turns.turn(carrier, task, traits);
	}

	/**
	 * Puts a platform thread among the idle ones.
	 * @param carrier the thread
	 * @return {@code false} if it has to end instead
	 */
	boolean rest(Carrier carrier) {
		boolean arm;
		this.lock.lock();
		try {
			if (!this.open || carrier.generation() != this.generation) {
				return false;
			}
			this.idle.add(carrier, this.time.nanoTime());
			arm = !this.trimming && this.idle.hasSurplus();
			this.trimming |= arm;
		}
		finally {
			this.lock.unlock();
		}
		if (arm) {
			this.timers.schedule(this.trim, this.time.deadlineAfter(this.threadKeepAlive));
		}
		return true;
	}

	void begin(Carrier carrier) {
		Thread.currentThread().setContextClassLoader(this.contextClassLoader);
		this.inside.enter(carrier);
	}

	void end() {
		this.inside.leave();
		this.maker.ended();
		this.turns.threadEnded();
	}

	int total() {
		this.lock.lock();
		try {
			return this.idle.total();
		}
		finally {
			this.lock.unlock();
		}
	}

	int alive() {
		return this.maker.alive();
	}

	private void trim() {
		List<Carrier> dismissed;
		boolean again;
		long next = this.time.nanoTime();
		long keepAlive = Durations.nanos(this.threadKeepAlive);
		this.lock.lock();
		try {
			dismissed = this.idle.removeSurplus(next - keepAlive);
			again = this.idle.hasSurplus();
			this.trimming = again;
			if (again) {
				next = this.idle.oldestSince() + keepAlive;
			}
		}
		finally {
			this.lock.unlock();
		}
		dismissed.forEach(Carrier::dismiss);
		if (again) {
			this.timers.schedule(this.trim, next);
		}
	}

	private void replenish() {
		boolean needed;
		this.lock.lock();
		try {
			this.replenishing = false;
			needed = this.open && this.idle.lacksSpare();
		}
		finally {
			this.lock.unlock();
		}
		if (needed) {
			create(null);
		}
	}

	private boolean create(@Nullable PoolTask first) {
		Carrier carrier;
		this.lock.lock();
		try {
			this.idle.count(this.open ? 1 : 0);
			carrier = new Carrier(this, false, this.generation, first);
		}
		finally {
			this.lock.unlock();
		}
		boolean started = this.maker.start(carrier);
		this.lock.lock();
		try {
			if (!started && this.open && carrier.generation() == this.generation) {
				this.idle.count(-1);
			}
		}
		finally {
			this.lock.unlock();
		}
		return started;
	}

}
