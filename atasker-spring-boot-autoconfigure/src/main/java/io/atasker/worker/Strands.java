package io.atasker.worker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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

	private static final Strand[] NONE = {};

	private final WorkerCore core;

	/** The last to be parked, with the others behind it. */
	@GuardedBy("this")
	private @Nullable Strand parked;

	/** Strands that pause before their next launch; a list that grows once there are. */
	@GuardedBy("this")
	private List<Pause> pauses = List.of();

	/** All there are; replaced as a whole, under the lock. */
	private volatile Strand[] all = NONE;

	/** How many are not parked. Written under the lock. */
	private volatile int active;

	/** How many may be active. Written under the lock. */
	private volatile int limit;

	/**
	 * A limit that takes effect when no strand takes, 0 if there is none. Written under
	 * the lock.
	 */
	private volatile int nextLimit;

	/** Made when it is needed. */
	@GuardedBy("this")
	private @Nullable Timer insideRun;

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
		synchronized (this) {
			this.open = true;
		}
	}

	/**
	 * Closes the gate: nothing begins any more. Launches that wait are withdrawn and
	 * pauses end; strands in a turn look up at their next boundary.
	 * @return whether nothing is active any more
	 */
	boolean close() {
		List<Pause> ended;
		synchronized (this) {
			this.open = false;
			ended = List.copyOf(this.pauses);
			this.pauses = List.of();
			ended.forEach(this::pauseEnds);
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

	@GuardedBy("this")
	private void pauseEnds(Pause pause) {
		pause.strand.pauses().until(Long.MIN_VALUE);
		park(pause.strand);
	}

	private void withdrawn(Strand strand) {
		synchronized (this) {
			park(strand);
		}
	}

	@GuardedBy("this")
	@SuppressWarnings("NonAtomicVolatileUpdate")
	private void park(Strand strand) {
		this.active--;
		strand.nextParked = this.parked;
		this.parked = strand;
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
		synchronized (this) {
			if (!this.open || this.active >= this.limit) {
				return null;
			}
			this.active++;
			Strand strand = this.parked;
			if (strand == null) {
				return create();
			}
			this.parked = strand.nextParked;
			strand.nextParked = null;
			return strand;
		}
	}

	@GuardedBy("this")
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
		long pause = strand.pauses().take();
		long until = (pause > 0) ? this.core.time().nanoTime() + pause : Long.MIN_VALUE;
		Pause pausing = null;
		boolean last;
		synchronized (this) {
			if (pause > 0 && this.open && !isExcess()) {
				strand.pauses().until(until);
				pausing = new Pause(this, strand);
				if (this.pauses.isEmpty()) {
					this.pauses = new ArrayList<>(1);
				}
				this.pauses.add(pausing);
			}
			else {
				park(strand);
			}
			last = this.active == 0;
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
		synchronized (this) {
			if (this.pauses.isEmpty() || !this.pauses.remove(pause)) {
				return;
			}
			launch = this.open && !isExcess() && this.core.source().ready() > 0;
			if (launch) {
				pause.strand.pauses().until(Long.MIN_VALUE);
			}
			else {
				pauseEnds(pause);
			}
			last = this.active == 0;
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
		synchronized (this) {
			return this.active <= this.pauses.size() + excused;
		}
	}

	/**
	 * The settings may allow more or fewer to be active. Where the source is not safe for
	 * several takers yet it takes effect when the only strand does not take: between two
	 * executions, or inside one that lasts.
	 */
	void limit() {
		boolean later;
		synchronized (this) {
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
		for (Strand strand : this.all) {
			strand.interrupts().notice();
		}
		if (later) {
			lookInsideRun();
		}
		else {
			wakeAll();
		}
	}

	private void lookInsideRun() {
		Timer timer;
		synchronized (this) {
			timer = (this.insideRun != null) ? this.insideRun : Timer.of(this::insideRun);
			this.insideRun = timer;
		}
		this.core.timers().schedule(timer, this.core.time().nanoTime() + Interrupts.VISIBLE_AFTER);
	}

	/** Lets the limit take effect if the only strand is inside an execution. */
	private void insideRun() {
		boolean again = false;
		for (Strand strand : this.all) {
			boolean changed = strand.interrupts().insideRun(this::takeLimitThatWaits);
			again |= !changed && strand.interrupts().thread() != null && this.nextLimit > 0;
		}
		if (again) {
			lookInsideRun();
		}
		wakeAll();
	}

	private void wakeAll() {
		wake(Math.min(this.limit, this.core.source().ready()));
	}

	@GuardedBy("this")
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
		synchronized (this) {
			if (this.nextLimit > 0) {
				takeNextLimit();
			}
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
