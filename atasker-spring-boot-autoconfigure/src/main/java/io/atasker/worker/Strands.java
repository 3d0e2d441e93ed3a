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

	/** How many pause before their next launch. */
	@GuardedBy("this")
	private int pausing;

	/**
	 * Those there are, and room for more; replaced as a whole when full, under the lock.
	 */
	private volatile Strand[] made = NONE;

	/** How many there are. Written under the lock, after what it counts. */
	private volatile int created;

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
		int count = this.created;
		// Read after that: there are at least as many in it.
		Strand[] made = this.made;
		return (count == made.length) ? made : Arrays.copyOf(made, count);
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
		List<Timer> ended;
		synchronized (this) {
			this.open = false;
			ended = endPauses();
		}
		ended.forEach(this.core.timers()::cancel);
		for (Strand strand : all()) {
			strand.interrupts().notice();
			if (strand.runner().withdraw()) {
				withdrawn(strand);
			}
		}
		return this.active == 0;
	}

	@GuardedBy("this")
	private List<Timer> endPauses() {
		if (this.pausing == 0) {
			return List.of();
		}
		List<Timer> ended = new ArrayList<>(this.pausing);
		for (Strand strand : all()) {
			Timer timer = strand.pauses().timer();
			if (timer != null) {
				pauseEnds(strand);
				park(strand);
				ended.add(timer);
			}
		}
		return ended;
	}

	@GuardedBy("this")
	private void pauseEnds(Strand strand) {
		strand.pauses().end();
		this.pausing--;
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
			launch(strand);
		}
	}

	/** What cannot be launched, for want of memory for one, is parked again. */
	private void launch(Strand strand) {
		boolean done = false;
		try {
			strand.runner().launch();
			done = true;
		}
		finally {
			if (!done) {
				withdrawn(strand);
			}
		}
		launched(strand);
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
			Strand strand = this.parked;
			if (strand == null) {
				strand = create();
			}
			else {
				this.parked = strand.nextParked;
				strand.nextParked = null;
			}
			this.active++;
			return strand;
		}
	}

	@GuardedBy("this")
	private Strand create() {
		int index = this.created;
		Strand strand = new Strand(this.core, index);
		if (index == this.made.length) {
			this.made = Arrays.copyOf(this.made, Math.max(1, 2 * index));
		}
		this.made[index] = strand;
		this.created = index + 1;
		return strand;
	}

	/**
	 * A strand has ended its turn. It parks, or pauses and is launched again.
	 * @param strand the strand
	 */
	void released(Strand strand) {
		long pause = strand.pauses().take();
		long until = (pause > 0) ? this.core.time().nanoTime() + pause : Long.MIN_VALUE;
		Pause timer = (pause > 0) ? Pause.of(this, strand) : null;
		boolean last;
		boolean armed = true;
		synchronized (this) {
			if (timer != null && this.open && !isExcess()) {
				strand.pauses().begin(timer, until);
				this.pausing++;
				// Who sees that it pauses may rely on the end of it.
				armed = timer.schedule(this.core.timers(), until);
			}
			else {
				timer = null;
				park(strand);
			}
			last = this.active == 0;
		}
		if (timer != null && !armed) {
			timer.fire();
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

	/** The time in which a strand was to pause is over. */
	void pauseOver(Timer timer, Strand strand) {
		boolean launch;
		boolean last;
		synchronized (this) {
			if (strand.pauses().timer() != timer) {
				return;
			}
			pauseEnds(strand);
			launch = this.open && !isExcess() && this.core.source().ready() > 0;
			if (!launch) {
				park(strand);
			}
			last = this.active == 0;
		}
		if (launch) {
			launch(strand);
		}
		else {
			afterRelease(last);
		}
	}

	/** Returns whether every active strand only pauses, or waits for the stop itself. */
	boolean isQuiet() {
		long excused = Arrays.stream(all()).filter(Strand::awaitsStop).count();
		synchronized (this) {
			return this.active <= this.pausing + excused;
		}
	}

	/**
	 * The supervisor's stop interrupts what runs, but for those who wait for it.
	 * @param sparing whether what was interrupted before is left alone
	 */
	void interrupt(boolean sparing) {
		for (Strand strand : all()) {
			long number = strand.sequence();
			boolean spared = strand.awaitsStop() || (sparing && strand.interrupts().reasonOf(number) != null);
			if (!spared) {
				strand.interrupts().interrupt(Interruption.STOP, number);
			}
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
			later = wanted > 1 && !this.core.source().isShared() && this.active > this.pausing;
			if (!later) {
				takeNextLimit();
			}
		}
		for (Strand strand : all()) {
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
		for (Strand strand : all()) {
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

}
