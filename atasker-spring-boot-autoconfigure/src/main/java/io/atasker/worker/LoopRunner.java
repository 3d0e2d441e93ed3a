package io.atasker.worker;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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
 */
final class LoopRunner implements StrandRunner {

	private static final Logger logger = LoggerFactory.getLogger(LoopRunner.class);

	private static final long PAUSE_AFTER_REFUSAL = 1_000_000_000L;

	private final Strand strand;

	/** The loop of the current turn; written before the turn is put on it. */
	private volatile @Nullable EventLoop loop;

	/**
	 * The stage that is waited for; whoever takes it out ends the execution. That is the
	 * loop, or anybody once the loop refuses.
	 */
	private final AtomicReference<@Nullable CompletableFuture<?>> pending = new AtomicReference<>();

	LoopRunner(Strand strand) {
		this.strand = strand;
	}

	@Override
	public void launch() {
		try {
			EventLoop loop = find();
			this.loop = loop;
			loop.execute(new OnLoop(this::turn, this::leave));
		}
		catch (RejectedExecutionException | IllegalArgumentException ex) {
			logger.error("Worker '{}' cannot run: {}; it tries again in a second", this.strand.core.name(),
					ex.getMessage());
			this.strand.pause(PAUSE_AFTER_REFUSAL);
			leave();
		}
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
			if (next == Next.LEAVE || (next == Next.YIELD && !onLoop(this::turn, this::leave))) {
				leave();
			}
		}
	}

	private void leave() {
		this.strand.core.strands().released(this.strand);
	}

	/** Executes until a stage is not complete, the quantum is over or it has to stop. */
	private Next work() {
		long turn = this.strand.clock();
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
		return this.strand.pause() > 0 || !this.strand.core.isOpen() || this.strand.core.strands().isExcess();
	}

	/**
	 * Calls the executor.
	 * @return whether its stage is not complete yet
	 */
	private boolean call() {
		CompletableFuture<?> future;
		try {
			future = future(stage(this.strand.core.definition()
				.code()
				.executor()
				.execute(this.strand.item(), this.strand.context())));
		}
		catch (Throwable ex) {
			this.strand.end(null, ex);
			return false;
		}
		if (future.isDone()) {
			end(future);
			return false;
		}
		this.pending.set(future);
		long number = this.strand.sequence();
		future.whenComplete((result, thrown) -> completed(future, number));
		return true;
	}

	private CompletionStage<?> stage(@Nullable Object returned) {
		if (returned instanceof CompletionStage<?> stage) {
			return stage;
		}
		throw new IllegalStateException("the executor of worker '%s' returned %s where a CompletionStage is needed"
			.formatted(this.strand.core.name(), (returned == null) ? "null" : returned.getClass().getName()));
	}

	/**
	 * The stage's own future where it has one, so that cancelling it reaches the stage.
	 */
	private static CompletableFuture<?> future(CompletionStage<?> stage) {
		try {
			return stage.toCompletableFuture();
		}
		catch (UnsupportedOperationException ex) {
			CompletableFuture<Object> copy = new CompletableFuture<>();
			stage.whenComplete((result, thrown) -> {
				if (thrown != null) {
					copy.completeExceptionally(thrown);
				}
				else {
					copy.complete(result);
				}
			});
			return copy;
		}
	}

	/** On any thread: a stage has completed. */
	private void completed(CompletableFuture<?> future, long number) {
		Runnable end = () -> ended(future, number);
		if (!onLoop(end, end)) {
			// The loop is stopped: its end is noted here, and nothing else begins here.
			end.run();
		}
	}

	/** A stage has completed, or was cancelled. */
	private void ended(CompletableFuture<?> future, long number) {
		if (this.strand.sequence() != number || !this.pending.compareAndSet(future, null)) {
			return;
		}
		this.strand.turnBegins(this.strand.core.time().nanoTime());
		try {
			end(future);
		}
		finally {
			this.strand.turnEnds();
		}
		if (mustLeave() || !loop().inLoop()) {
			this.strand.watch().end();
			leave();
		}
		else {
			turn();
		}
	}

	private void end(CompletableFuture<?> future) {
		Object result = null;
		Throwable thrown = null;
		try {
			result = future.getNow(null);
		}
		catch (Throwable ex) {
			thrown = (ex instanceof java.util.concurrent.CompletionException && ex.getCause() != null) ? ex.getCause()
					: ex;
		}
		this.strand.end(result, thrown);
	}

	/**
	 * Puts an action on the loop.
	 * @param action what to do there
	 * @param dropped what to do instead when the loop is given up before
	 * @return whether the loop has taken it
	 */
	private boolean onLoop(Runnable action, Runnable dropped) {
		try {
			loop().execute(new OnLoop(action, dropped));
			return true;
		}
		catch (RejectedExecutionException ex) {
			return false;
		}
	}

	@Override
	public void cancel(long number) {
		Runnable cancel = () -> cancelNow(number);
		if (!onLoop(cancel, cancel)) {
			cancel.run();
		}
	}

	private void cancelNow(long number) {
		CompletableFuture<?> future = this.pending.get();
		if (future != null && this.strand.sequence() == number) {
			future.cancel(true);
			ended(future, number);
		}
	}

	@Override
	public boolean withdraw() {
		return false;
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

	private record OnLoop(Runnable action, Runnable whenDropped) implements EventLoop.Call {

		@Override
		public void run() {
			this.action.run();
		}

		@Override
		public void dropped() {
			this.whenDropped.run();
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
