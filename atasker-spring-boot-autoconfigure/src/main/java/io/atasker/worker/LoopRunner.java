package io.atasker.worker;

import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;

import io.atasker.supervisor.EventLoop;
import io.atasker.supervisor.EventLoops;
import io.atasker.supervisor.ExecutionPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a strand its turns on an event loop, without a slot. An execution lasts until its
 * stage has completed; stages that are complete already go on in a loop of their own, for
 * a quantum at a time, and completions from elsewhere come back to the event loop.
 * <p>
 * A launch that waits on the loop, and a stage that is waited for, belong to whoever
 * takes them out of their field: so each begins and ends once, also when a loop refuses,
 * drops what it had, or comes back to it late. A stage gets there when the turn is over,
 * since whoever takes it begins another turn of the strand, on any thread.
 */
final class LoopRunner implements StrandRunner {

	private static final Logger logger = LoggerFactory.getLogger(LoopRunner.class);

	private final Strand strand;

	/** The loop of the current turn; written before the turn is put on it. */
	private volatile @Nullable EventLoop loop;

	/** Whether the loop has refused the last launch, which was logged. */
	private volatile boolean refused;

	/** The launch that waits on the loop. */
	private final AtomicReference<@Nullable Launch> launch = new AtomicReference<>();

	/** The stage that is waited for. */
	private final AtomicReference<@Nullable Pending> pending = new AtomicReference<>();

	/** The turn's own: the stage that will be waited for. */
	private @Nullable Pending called;

	LoopRunner(Strand strand) {
		this.strand = strand;
	}

	@Override
	public void launch() {
		Launch launch = new Launch();
		this.launch.set(launch);
		try {
			EventLoop loop = find();
			this.loop = loop;
			this.strand.clock().launching(this.strand.core.time().nanoTime());
			loop.execute(launch);
		}
		catch (RejectedExecutionException | IllegalArgumentException ex) {
			refused(launch, String.valueOf(ex.getMessage()));
		}
		catch (OutOfMemoryError ex) {
			if (this.launch.compareAndSet(launch, null)) {
				throw ex;
			}
		}
	}

	/** The turn does not come about: another one is tried later. */
	private void refused(Launch launch, String why) {
		if (!this.launch.compareAndSet(launch, null)) {
			return;
		}
		if (!this.refused) {
			this.refused = true;
			logger.error("Worker '{}' cannot run: {}; it tries again each second", this.strand.core.name(), why);
		}
		tryLater();
	}

	private void tryLater() {
		this.strand.pause(Strand.PAUSE_AFTER_REFUSAL);
		this.strand.core.strands().released(this.strand);
	}

	private EventLoop find() {
		EventLoops loops = this.strand.core.supervisor().loops();
		String name = this.strand.core.effective().loop();
		return (name != null) ? loops.get(name) : loops.getDefault();
	}

	private EventLoop loop() {
		EventLoop current = this.loop;
		return (current != null) ? current : find();
	}

	private void turn() {
		Next next = Next.LEAVE;
		this.strand.turnBegins(this.strand.core.time().nanoTime());
		try {
			next = work();
		}
		finally {
			this.strand.turnEnds();
			if (next != Next.WAIT) {
				this.strand.watch().end();
			}
			switch (next) {
				case LEAVE -> this.strand.core.strands().released(this.strand);
				case YIELD -> again();
				case WAIT -> await(Objects.requireNonNull(this.called));
			}
		}
	}

	private void await(Pending waiting) {
		this.called = null;
		this.pending.set(waiting);
		if (this.strand.interrupts().reasonOf(waiting.number) != null) {
			// The interrupt came before the stage, and has found none.
			endedAtOnce(cancel(waiting), null);
			return;
		}
		try {
			waiting.future.whenComplete((result, thrown) -> completed(waiting));
		}
		catch (Throwable ex) {
			endedAtOnce(waiting, ex);
		}
	}

	/** On the loop: a stage is not waited for after all. */
	private void endedAtOnce(Pending waiting, @Nullable Throwable thrown) {
		if (take(waiting, thrown)) {
			this.strand.watch().end();
			if (mustLeave()) {
				this.strand.core.strands().released(this.strand);
			}
			else {
				again();
			}
		}
	}

	/** Goes on behind what else is on the loop. */
	private void again() {
		Launch launch = new Launch();
		this.launch.set(launch);
		try {
			loop().execute(launch);
		}
		catch (RejectedExecutionException ex) {
			refused(launch, String.valueOf(ex.getMessage()));
			return;
		}
		this.strand.core.strands().launched(this.strand);
	}

	/** Executes until a stage is not complete, the quantum is over or it has to stop. */
	private Next work() {
		long turn = this.strand.clock().now();
		while (this.strand.begin()) {
			if (call()) {
				return Next.WAIT;
			}
			if (mustLeave()) {
				return Next.LEAVE;
			}
			if (this.strand.core.time().nanoTime() - turn >= ExecutionPool.QUANTUM) {
				return Next.YIELD;
			}
		}
		return Next.LEAVE;
	}

	private boolean mustLeave() {
		return this.strand.pause() > 0 || !this.strand.core.isOpen();
	}

	/**
	 * Calls the executor.
	 * @return whether its stage is not complete yet
	 */
	private boolean call() {
		CompletableFuture<?> future;
		try {
			WorkerCore core = this.strand.core;
			future = Stages.future(
					core.definition().code().executor().execute(this.strand.item(), this.strand.context()),
					core.name());
			if (!future.isDone()) {
				this.called = new Pending(future, this.strand.sequence());
				this.strand.observed().suspend();
				return true;
			}
		}
		catch (Throwable ex) {
			this.strand.end(null, ex);
			return false;
		}
		end(future);
		return false;
	}

	/** On any thread: a stage has completed. */
	private void completed(Pending waiting) {
		if (!onLoop(new ToldCall(() -> ended(waiting), () -> endedElsewhere(waiting)))) {
			// The loop is stopped: its end is noted here, and nothing else begins here.
			endedElsewhere(waiting);
		}
	}

	/** On the loop: a stage has completed, or was cancelled. */
	private void ended(Pending waiting) {
		if (!take(waiting, null)) {
			return;
		}
		if (mustLeave()) {
			this.strand.watch().end();
			this.strand.core.strands().released(this.strand);
		}
		else {
			turn();
		}
	}

	/** Ends an execution on a thread that is not the loop's and may be anybody's. */
	private void endedElsewhere(Pending waiting) {
		boolean interrupted = Thread.interrupted();
		try {
			if (take(waiting, null)) {
				this.strand.watch().end();
				this.strand.core.strands().released(this.strand);
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private boolean take(Pending waiting, @Nullable Throwable thrown) {
		if (!this.pending.compareAndSet(waiting, null)) {
			return false;
		}
		this.strand.turnGoesOn();
		try {
			if (thrown != null) {
				this.strand.end(null, thrown);
			}
			else {
				end(waiting.future);
			}
		}
		finally {
			this.strand.turnEnds();
		}
		return true;
	}

	private void end(CompletableFuture<?> future) {
		Object result = null;
		Throwable thrown = null;
		try {
			if (!future.isDone()) {
				throw new CancellationException("the stage was cancelled, but does not heed it");
			}
			result = future.getNow(null);
		}
		catch (Throwable ex) {
			Throwable cause = (ex instanceof CompletionException) ? ErrorText.cause(ex) : null;
			thrown = (cause != null) ? cause : ex;
		}
		this.strand.end(result, thrown);
	}

	/** Returns whether the loop takes it. */
	private boolean onLoop(Runnable action) {
		try {
			loop().execute(action);
			return true;
		}
		catch (RejectedExecutionException ex) {
			return false;
		}
	}

	@Override
	public void cancel(long number) {
		Pending waiting = this.pending.get();
		if (waiting == null || waiting.number != number) {
			return;
		}
		ToldCall cancel = new ToldCall(() -> ended(cancel(waiting)), () -> endedElsewhere(cancel(waiting)));
		if (!onLoop(cancel)) {
			cancel.dropped();
		}
	}

	private Pending cancel(Pending waiting) {
		if (this.pending.get() == waiting) {
			try {
				waiting.future.cancel(true);
			}
			catch (Throwable ex) {
				logger.warn("A stage of worker '{}' cannot be cancelled; it counts as ended", this.strand.core.name(),
						ErrorText.loggable(ex));
			}
		}
		return waiting;
	}

	/** What was to be cancelled by a timer, which has stopped too. */
	@Override
	public void supervisorStopped() {
		Pending waiting = this.pending.get();
		if (waiting == null) {
			return;
		}
		boolean cancelled = this.strand.interrupts().reasonOf(waiting.number) != null;
		if (cancelled) {
			cancel(waiting);
		}
		if (cancelled || waiting.future.isDone()) {
			endedElsewhere(waiting);
		}
	}

	@Override
	public boolean withdraw() {
		return this.launch.getAndSet(null) != null;
	}

	@Override
	public boolean isInterruptible() {
		return false;
	}

	@Override
	public long waitingSince() {
		return Long.MIN_VALUE;
	}

	@Override
	public String where() {
		EventLoop current = this.loop;
		return (current != null) ? "loop " + current.name() : "";
	}

	/** A stage that is waited for, and the number of its execution. */
	private record Pending(CompletableFuture<?> future, long number) {

	}

	/** Begins a turn on the loop, unless it was withdrawn. */
	private final class Launch implements EventLoop.Call {

		@Override
		public void run() {
			if (LoopRunner.this.launch.compareAndSet(this, null)) {
				LoopRunner.this.refused = false;
				turn();
			}
		}

		@Override
		public void dropped() {
			if (LoopRunner.this.launch.compareAndSet(this, null)) {
				tryLater();
			}
		}

	}

	private enum Next {

		/** A stage is waited for. */
		WAIT,

		/** Go on behind what else is on the loop. */
		YIELD,

		/** There is nothing to do, or not now. */
		LEAVE

	}

}
