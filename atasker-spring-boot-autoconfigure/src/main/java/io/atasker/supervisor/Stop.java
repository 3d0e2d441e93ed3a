package io.atasker.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import io.atasker.supervisor.ShutdownReport.Unfinished;
import io.atasker.supervisor.Tasks.Intake;
import io.atasker.time.Timer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stop of a supervisor, on a thread of its own: whoever has called for it only waits
 * for the outcome, and may be an execution that the stop would wait for otherwise.
 */
final class Stop implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(Supervisor.class);

	private static final long LONGEST_GRACE = 2_000_000_000L;

	/**
	 * How soon to look whether something has begun that was about to when all were
	 * interrupted.
	 */
	private static final long LOOK_AGAIN_AFTER = 50_000_000;

	private final DefaultSupervisor supervisor;

	private final Parts parts;

	private final long begun;

	private final CompletableFuture<ShutdownReport> outcome = new CompletableFuture<>();

	/*
	 * These only wake the thread, for a clock that is moved by hand; whether it is time
	 * is read from the clock.
	 */
	private final Timer graceAlarm;

	private final Timer endAlarm;

	private final Timer lookAlarm;

	/* Written under the lock, each only to become more urgent. */
	private final ReentrantLock lock = new ReentrantLock();

	private volatile long deadline;

	private volatile long graceBegins;

	private volatile boolean dropQueued;

	private volatile boolean interruptAtOnce;

	private volatile @Nullable Thread thread;

	private volatile @Nullable ShutdownReport report;

	/** Confined to the thread of the stop: when to interrupt what has begun since. */
	private long nextLook;

	Stop(DefaultSupervisor supervisor, Parts parts) {
		this.supervisor = supervisor;
		this.parts = parts;
		this.begun = parts.base().time().nanoTime();
		this.graceAlarm = Timer.of(parts.base().signal()::changed);
		this.endAlarm = Timer.of(parts.base().signal()::changed);
		this.lookAlarm = Timer.of(parts.base().signal()::changed);
		this.deadline = this.begun + Long.MAX_VALUE / 2;
		this.graceBegins = this.deadline;
	}

	/**
	 * Makes the stop as urgent as one more call asks for.
	 * @param policy the policy of the call
	 */
	void hasten(ShutdownPolicy policy) {
		long end = this.parts.base().time().deadlineAfter(policy.timeout());
		this.lock.lock();
		try {
			this.dropQueued |= policy.dropQueued();
			this.interruptAtOnce |= policy.interruptAtOnce();
			if (end - this.deadline < 0) {
				this.deadline = end;
				this.graceBegins = end - Math.min(LONGEST_GRACE, Durations.nanos(policy.timeout()) / 4);
			}
		}
		finally {
			this.lock.unlock();
		}
		this.parts.base().timers().schedule(this.graceAlarm, this.graceBegins);
		this.parts.base().timers().schedule(this.endAlarm, this.deadline);
		this.parts.base().signal().changed();
	}

	/**
	 * Waits for the outcome. The execution that calls is excused meanwhile.
	 * @return the outcome; or what is known by now, when the thread is interrupted or is
	 * that of a loop
	 */
	ShutdownReport await() {
		if (!canWait()) {
			return report(unfinished(), Map.of());
		}
		this.parts.excuses().add(this.parts.base().inside().task());
		this.parts.base().signal().changed();
		try {
			return this.outcome.get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return report(unfinished(), Map.of());
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("the stop has failed", ex.getCause());
		}
		finally {
			this.parts.excuses().remove();
		}
	}

	/**
	 * Returns whether the current thread may wait for the outcome.
	 * @return {@code false} for a loop, and for the thread that brings the outcome about
	 */
	boolean canWait() {
		return !this.parts.base().inside().isOnLoop() && Thread.currentThread() != this.thread;
	}

	@Override
	public void run() {
		this.thread = Thread.currentThread();
		attempt(this::workOff);
		attempt(this::endWhatIsLeft);
		attempt(this::close);
		ShutdownReport report = this.report;
		if (report == null) {
			report = new ShutdownReport(Duration.ZERO, List.of(), Map.of());
		}
		this.supervisor.stopped(report);
		// from here on nobody hastens this stop, and no alarm is left in the timers
		this.parts.base().timers().cancel(this.graceAlarm);
		this.parts.base().timers().cancel(this.endAlarm);
		this.parts.base().timers().cancel(this.lookAlarm);
		this.outcome.complete(report);
	}

	/** Whatever happens the supervisor must come to the state of being stopped. */
	private void attempt(Runnable step) {
		try {
			step.run();
		}
		catch (Throwable ex) {
			Failures.log(logger, "{} of supervisor '{}' failed; the rest of it goes on", "a step of the stop",
					this.parts.base().name(), ex);
		}
	}

	private void workOff() {
		this.parts.members().tell();
		awaitGraceOr(this.parts.members()::isSettled);
		this.parts.tasks().returnDelayed();
		boolean withdrawn = false;
		boolean interrupted = false;
		while (!isQuiet() && !hasGraceBegun()) {
			if (this.dropQueued && !withdrawn) {
				withdrawn = true;
				withdraw();
			}
			if (this.interruptAtOnce && !interrupted) {
				interrupted = true;
				interrupt();
			}
			boolean drops = withdrawn;
			boolean interrupts = interrupted;
			// What may still begin is not what was to be interrupted.
			boolean looks = drops && interrupts;
			awaitGraceOr(() -> isQuiet() || this.dropQueued != drops || this.interruptAtOnce != interrupts
					|| (looks && isTimeToLook()));
			if (looks) {
				interruptWhatHasBegun();
			}
		}
	}

	private void endWhatIsLeft() {
		if (!isQuiet()) {
			withdraw();
			this.parts.pools().forEach(PriorityPool::refuse);
			ReportLog.interrupting(logger, this.parts.base().name(), unfinished());
			interrupt();
			while (!isIdle() && until(this.deadline) > 0) {
				awaitEndOr(() -> isIdle() || isTimeToLook());
				interruptWhatHasBegun();
			}
		}
	}

	private void close() {
		this.parts.tasks().intake(Intake.NOBODY);
		this.parts.close();
		this.parts.loops().halt();
		awaitEndOr(this.parts.loops()::areQuiet);
		List<Unfinished> running = unfinished();
		this.report = report(running, this.parts.loops().drop());
		this.parts.base().timers().suspend();
		this.parts.keepAlive().close();
	}

	private void withdraw() {
		this.parts.tasks().intake(Intake.NOBODY);
		this.parts.members().withdraw();
		this.parts.tasks().returnWaiting();
	}

	private void interrupt() {
		this.parts.members().interrupt();
		this.parts.tasks().interrupt(this.parts.excuses());
		lookAgainLater();
	}

	/**
	 * An execution may have been between the question whether it may begin and its user
	 * code when all were interrupted, so this is repeated. Tasks of applications need no
	 * second look: one that has not begun when they are withdrawn never begins.
	 */
	private void interruptWhatHasBegun() {
		if (isTimeToLook()) {
			this.parts.members().interruptAgain();
			lookAgainLater();
		}
	}

	private void lookAgainLater() {
		this.nextLook = this.parts.base().time().nanoTime() + LOOK_AGAIN_AFTER;
		this.parts.base().timers().schedule(this.lookAlarm, this.nextLook);
	}

	private boolean isTimeToLook() {
		return until(this.nextLook) <= 0;
	}

	/**
	 * Everybody is asked twice, since one who was quiet may have been given work by
	 * another who was asked later and has become quiet by then.
	 */
	private boolean isQuiet() {
		boolean once = isQuietOnce();
		return once && isQuietOnce();
	}

	private boolean isQuietOnce() {
		Excuses excuses = this.parts.excuses();
		return this.parts.tasks().isQuiet(excuses) && this.parts.loops().areQuiet()
				&& this.parts.members().areQuiet(this.deadline) && this.parts.areQuiet(excuses.tasks());
	}

	private boolean isIdle() {
		Excuses excuses = this.parts.excuses();
		return this.parts.tasks().isQuiet(excuses) && this.parts.members().areIdle()
				&& this.parts.areQuiet(excuses.tasks());
	}

	private boolean hasGraceBegun() {
		return until(this.graceBegins) <= 0;
	}

	private long until(long time) {
		return time - this.parts.base().time().nanoTime();
	}

	private void awaitGraceOr(BooleanSupplier condition) {
		await(condition, () -> until(this.graceBegins));
	}

	private void awaitEndOr(BooleanSupplier condition) {
		await(condition, () -> until(this.deadline));
	}

	/** The time left is asked for again and again, since the deadlines may be moved. */
	private void await(BooleanSupplier condition, LongSupplier left) {
		long nanos = left.getAsLong();
		while (nanos > 0 && !condition.getAsBoolean()) {
			this.parts.base()
				.signal()
				.awaitUninterruptibly(() -> condition.getAsBoolean() || left.getAsLong() <= 0, nanos);
			nanos = left.getAsLong();
		}
	}

	private List<Unfinished> unfinished() {
		List<Unfinished> unfinished = new ArrayList<>(this.parts.members().unfinished());
		this.parts.tasks().running(this.parts.excuses()).map(this::describe).forEach(unfinished::add);
		unfinished.addAll(this.parts.loops().unfinished());
		return unfinished;
	}

	private Unfinished describe(OwnTask<?> task) {
		Duration runningFor = Duration.ofNanos(this.parts.base().time().nanoTime() - task.startedNanos());
		Thread thread = task.runner();
		if (thread == null) {
			return new Unfinished(task.name(), task.id(), "", runningFor, List.of());
		}
		List<String> stack = Arrays.stream(thread.getStackTrace()).map(StackTraceElement::toString).toList();
		return new Unfinished(task.name(), task.id(), thread.getName(), runningFor, stack);
	}

	private ShutdownReport report(List<Unfinished> running, Map<String, Long> dropped) {
		Map<String, Long> returned = new TreeMap<>(dropped);
		this.parts.members().returned().forEach((name, number) -> returned.merge(name, number, Long::sum));
		this.parts.tasks().returned().forEach((name, number) -> returned.merge(name, number, Long::sum));
		Duration took = Duration.ofNanos(this.parts.base().time().nanoTime() - this.begun);
		return new ShutdownReport(took, List.copyOf(running), returned);
	}

}
