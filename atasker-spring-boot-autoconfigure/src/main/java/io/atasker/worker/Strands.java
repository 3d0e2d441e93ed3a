package io.atasker.worker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.atasker.time.Timer;
import org.jspecify.annotations.Nullable;

/**
 * The strands of a worker and its gate. A strand is parked, or active: launched, in a
 * turn, or pausing. Decides under its lock who becomes active, and acts outside.
 * <p>
 * <b>No lost wake-up.</b> Who adds work makes it visible and then reads {@link #active}
 * and {@link #open}; a strand that found nothing writes active and then looks for work
 * again; who opens the gate writes open and then looks for work. All of these are
 * volatile, so of two that meet at least one sees the other.
 */
final class Strands {

	private final WorkerCore core;

	private final ReentrantLock lock = new ReentrantLock();

	@GuardedBy("lock")
	private final Deque<Strand> parked = new ArrayDeque<>(1);

	/** Strands that pause before their next launch. */
	@GuardedBy("lock")
	private final List<Pause> pauses = new ArrayList<>(0);

	/** All there are; replaced as a whole, under the lock. */
	private volatile Strand[] all = {};

	/** How many are not parked. Written under the lock. */
	private volatile int active;

	/** How many may be active. Written under the lock. */
	private volatile int limit;

	/**
	 * A limit that takes effect when no strand takes, 0 if there is none. Written under
	 * the lock.
	 */
	private volatile int nextLimit;

	private final Timer insideRun = Timer.of(this::insideRun);

	/** The gate. Written under the lock. */
	private volatile boolean open;

	Strands(WorkerCore core, int limit) {
		this.core = core;
		this.limit = limit;
	}

	boolean isOpen() {
		return this.open;
	}

	int active() {
		return this.active;
	}

	boolean isExcess() {
		return this.active > this.limit;
	}

	Strand[] all() {
		return this.all;
	}

	/** Opens the gate; the caller then wakes for what waits. */
	void open() {
		this.lock.lock();
		try {
			this.open = true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Closes the gate: nothing begins any more. Launches that wait are withdrawn and
	 * pauses end; strands in a turn look up at their next boundary.
	 * @return whether nothing is active any more
	 */
	boolean close() {
		List<Pause> ended;
		this.lock.lock();
		try {
			this.open = false;
			ended = List.copyOf(this.pauses);
			this.pauses.clear();
			ended.forEach(this::pauseEnds);
		}
		finally {
			this.lock.unlock();
		}
		ended.forEach((pause) -> this.core.timers().cancel(pause));
		for (Strand strand : this.all) {
			strand.interrupts().notice();
			if (strand.runner().withdraw()) {
				withdrawn(strand);
			}
		}
		return this.active == 0;
	}

	@GuardedBy("lock")
	private void pauseEnds(Pause pause) {
		pause.strand.pausesUntil(Long.MIN_VALUE);
		park(pause.strand);
	}

	private void withdrawn(Strand strand) {
		this.lock.lock();
		try {
			park(strand);
		}
		finally {
			this.lock.unlock();
		}
	}

	@GuardedBy("lock")
	@SuppressWarnings("NonAtomicVolatileUpdate")
	private void park(Strand strand) {
		this.active--;
		this.parked.push(strand);
		if (this.active == 0 && this.nextLimit > 0) {
			takeNextLimit();
		}
	}

	/**
	 * There may be work for more strands.
	 * @param count for how many at most
	 */
	void wake(int count) {
		for (int i = 0; i < count && this.open && this.active < this.limit; i++) {
			Strand strand = activate();
			if (strand == null) {
				return;
			}
			strand.runner().launch();
			launched(strand);
		}
	}

	/**
	 * Looks once more after a launch: a gate that was closed before the launch could be
	 * withdrawn.
	 */
	void launched(Strand strand) {
		if (!this.open && strand.runner().withdraw()) {
			withdrawn(strand);
			afterRelease(this.active == 0);
		}
	}

	@SuppressWarnings("NonAtomicVolatileUpdate")
	private @Nullable Strand activate() {
		this.lock.lock();
		try {
			if (!this.open || this.active >= this.limit) {
				return null;
			}
			this.active++;
			Strand strand = this.parked.poll();
			return (strand != null) ? strand : create();
		}
		finally {
			this.lock.unlock();
		}
	}

	@GuardedBy("lock")
	private Strand create() {
		Strand[] more = Arrays.copyOf(this.all, this.all.length + 1);
		Strand strand = new Strand(this.core, this.all.length);
		more[this.all.length] = strand;
		this.all = more;
		return strand;
	}

	/**
	 * A strand has ended its turn. It parks, or pauses and is launched again.
	 * @param strand the strand
	 */
	void released(Strand strand) {
		long pause = strand.takePause();
		long until = (pause > 0) ? this.core.time().nanoTime() + pause : Long.MIN_VALUE;
		Pause pausing = null;
		boolean last;
		this.lock.lock();
		try {
			if (pause > 0 && this.open && !isExcess()) {
				strand.pausesUntil(until);
				pausing = new Pause(this, strand);
				this.pauses.add(pausing);
			}
			else {
				park(strand);
			}
			last = this.active == 0;
		}
		finally {
			this.lock.unlock();
		}
		if (pausing != null) {
			this.core.timers().schedule(pausing, until);
		}
		afterRelease(last);
	}

	private void afterRelease(boolean last) {
		if (this.open) {
			wake(Math.min(1, this.core.source().ready()));
		}
		else if (last) {
			this.core.life().ended();
			this.core.stateMayHaveChanged();
		}
		if (this.core.life().isStopping()) {
			this.core.supervisor().pool().memberQuiet();
		}
	}

	private void pauseOver(Pause pause) {
		boolean launch;
		boolean last;
		this.lock.lock();
		try {
			if (!this.pauses.remove(pause)) {
				return;
			}
			launch = this.open && !isExcess() && this.core.source().ready() > 0;
			if (launch) {
				pause.strand.pausesUntil(Long.MIN_VALUE);
			}
			else {
				pauseEnds(pause);
			}
			last = this.active == 0;
		}
		finally {
			this.lock.unlock();
		}
		if (launch) {
			pause.strand.runner().launch();
			launched(pause.strand);
		}
		else {
			afterRelease(last);
		}
	}

	/** Returns whether every active strand only pauses, or waits for the stop itself. */
	boolean isQuiet() {
		long excused = Arrays.stream(this.all).filter(Strand::awaitsStop).count();
		this.lock.lock();
		try {
			return this.active <= this.pauses.size() + excused;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * The settings may allow more or fewer to be active. Where the source is not safe for
	 * several takers yet it takes effect when the only strand does not take: between two
	 * executions, or inside one that lasts.
	 */
	void limit() {
		boolean later;
		this.lock.lock();
		try {
			int wanted = this.core.effective().concurrency();
			if (wanted == this.limit && this.nextLimit == 0) {
				return;
			}
			this.nextLimit = wanted;
			later = wanted > 1 && !this.core.source().isShared() && this.active > this.pauses.size();
			if (!later) {
				takeNextLimit();
			}
		}
		finally {
			this.lock.unlock();
		}
		for (Strand strand : this.all) {
			strand.interrupts().notice();
		}
		if (later) {
			this.core.timers().schedule(this.insideRun, this.core.time().nanoTime() + Interrupts.VISIBLE_AFTER);
		}
		else {
			wakeAll();
		}
	}

	/** Lets the limit take effect if the only strand is inside an execution. */
	private void insideRun() {
		boolean again = false;
		for (Strand strand : this.all) {
			boolean changed = strand.interrupts().insideRun(this::takeLimitThatWaits);
			again |= !changed && strand.interrupts().thread() != null && this.nextLimit > 0;
		}
		if (again) {
			this.core.timers().schedule(this.insideRun, this.core.time().nanoTime() + Interrupts.VISIBLE_AFTER);
		}
		wakeAll();
	}

	private void wakeAll() {
		wake(Math.min(this.limit, this.core.source().ready()));
	}

	@GuardedBy("lock")
	private void takeNextLimit() {
		this.limit = this.nextLimit;
		this.nextLimit = 0;
		if (this.limit > 1) {
			this.core.source().shared(true);
		}
	}

	/** A strand that was told to look does not take. */
	void atBoundary() {
		if (this.nextLimit > 0) {
			takeLimitThatWaits();
			wakeAll();
		}
	}

	private void takeLimitThatWaits() {
		this.lock.lock();
		try {
			if (this.nextLimit > 0) {
				takeNextLimit();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/** The time in which a strand pauses. */
	private static final class Pause extends Timer {

		private final Strands strands;

		private final Strand strand;

		Pause(Strands strands, Strand strand) {
			this.strands = strands;
			this.strand = strand;
		}

		@Override
		protected void fire() {
			this.strands.pauseOver(this);
		}

	}

}
