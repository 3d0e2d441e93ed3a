package io.atasker.supervisor;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
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

	private final CalledCarriers called = new CalledCarriers();

	/** Written under the lock. */
	private volatile int generation;

	@GuardedBy("lock")
	private boolean open;

	private final AtomicBoolean trimming = new AtomicBoolean();

	private final AtomicBoolean replenishing = new AtomicBoolean();

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
			this.trimming.set(false);
			this.replenishing.set(false);
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
	 * Finds a thread for an admitted task. When this throws, nobody has the task.
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
	 * Lets a thread that has come to the end of its task begin a critical one that
	 * another was woken for, and gives that one the task that would have been next here.
	 * Where all processors are busy a thread may wait for milliseconds until it runs.
	 * @param carrier the thread
	 * @param next what it would run
	 * @return what it shall run
	 */
	PoolTask overtake(Carrier carrier, PoolTask next) {
		if (!this.called.isAny() || carrier.isVirtual() || next.admittedAs == Priority.CRITICAL) {
			return next;
		}
		Carrier woken = this.called.poll();
		PoolTask critical = (woken != null) ? woken.exchange(next) : null;
		return (critical != null) ? critical : next;
	}

	/**
	 * Returns whether a thread was woken for a critical task and has not begun it.
	 * @return whether somebody may {@link #overtake} it
	 */
	boolean isCalling() {
		return this.called.isAny();
	}

	/**
	 * Called by a thread that was woken for a critical task and is about to begin it.
	 * @param carrier the thread
	 */
	void awake(Carrier carrier) {
		this.called.remove(carrier);
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
			replenish = spareToo && this.idle.lacksSpare() && this.open && this.replenishing.compareAndSet(false, true);
		}
		finally {
			this.lock.unlock();
		}
		if (carrier != null) {
			if (task.admittedAs == Priority.CRITICAL) {
				this.called.add(carrier);
			}
			carrier.hand(task);
		}
		if (replenish) {
			replenishSoon();
		}
		return carrier != null;
	}

	/**
	 * Somebody has the task by now, so nothing may be thrown to who has handed it over.
	 */
	private void replenishSoon() {
		try {
			this.timers.schedule(this.replenish, this.time.nanoTime());
		}
		catch (OutOfMemoryError ex) {
			// The next one that takes the spare thread tries again.
			this.replenishing.set(false);
		}
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
		while (true) {
			try {
				return restNow(carrier);
			}
			catch (OutOfMemoryError ex) {
				Thread.yield();
			}
		}
	}

	/** When this throws, the thread is not among the idle ones. */
	private boolean restNow(Carrier carrier) {
		boolean arm;
		this.lock.lock();
		try {
			if (!this.open || carrier.generation() != this.generation) {
				return false;
			}
			this.idle.add(carrier, this.time.nanoTime());
			arm = this.idle.hasSurplus() && this.trimming.compareAndSet(false, true);
		}
		finally {
			this.lock.unlock();
		}
		if (arm) {
			trimLater(this.time.nanoTime() + Durations.nanos(this.threadKeepAlive));
		}
		return true;
	}

	private void trimLater(long deadline) {
		try {
			this.timers.schedule(this.trim, deadline);
		}
		catch (OutOfMemoryError ex) {
			this.trimming.set(false);
		}
	}

	/**
	 * Called by each thread at its start, which may have been handed a task already and
	 * must not end for want of memory.
	 * @param carrier the thread
	 * @return what it is like
	 */
	ThreadTraits begin(Carrier carrier) {
		while (true) {
			try {
				Thread.currentThread().setContextClassLoader(this.contextClassLoader);
				this.inside.enter(carrier);
				return ThreadTraits.ofCurrentThread();
			}
			catch (OutOfMemoryError ex) {
				Thread.yield();
			}
		}
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
			this.trimming.set(again);
			if (again) {
				next = this.idle.oldestSince() + keepAlive;
			}
		}
		finally {
			this.lock.unlock();
		}
		dismissed.forEach(Carrier::dismiss);
		if (again) {
			trimLater(next);
		}
	}

	private void replenish() {
		boolean needed;
		this.lock.lock();
		try {
			this.replenishing.set(false);
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
			// First, since there may be no memory for it.
			carrier = new Carrier(this, false, this.generation, first);
			this.idle.count(this.open ? 1 : 0);
		}
		finally {
			this.lock.unlock();
		}
		boolean started = false;
		try {
			started = this.maker.start(carrier);
		}
		finally {
			if (!started) {
				discount(carrier);
			}
		}
		return started;
	}

	private void discount(Carrier carrier) {
		this.lock.lock();
		try {
			if (this.open && carrier.generation() == this.generation) {
				this.idle.count(-1);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

}
