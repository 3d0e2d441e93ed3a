package io.atasker.worker;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;

import io.atasker.supervisor.EventLoop;
import io.atasker.supervisor.EventLoops;
import io.atasker.supervisor.ExecutionPool;
import io.atasker.supervisor.ThreadTraits;
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

	private final Turn turn = new Turn();

	/** The loop of the current turn; written before the turn is put on it. */
	private volatile @Nullable EventLoop loop;

	/** The stage that is waited for; who takes it away ends the execution. */
	private final AtomicReference<@Nullable Pending> pending = new AtomicReference<>();

	LoopRunner(Strand strand) {
		this.strand = strand;
	}

	@Override
	public void launch() {
		try {
			EventLoop loop = find();
			this.loop = loop;
			loop.execute(this.turn);
		}
		catch (RejectedExecutionException | IllegalArgumentException ex) {
			refused(String.valueOf(ex.getMessage()));
		}
	}

	/** The turn does not come about: another one is tried later. */
	private void refused(String why) {
		logger.error("Worker '{}' cannot run: {}; it tries again in a second", this.strand.core.name(), why);
		this.strand.pause(PAUSE_AFTER_REFUSAL);
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
		long turn = this.strand.core.time().nanoTime();
		ThreadTraits traits = ThreadTraits.ofCurrentThread();
		this.strand.turnBegins(turn);
		boolean leave = false;
		boolean again = false;
		try {
			while (!leave && !again) {
				if (!this.strand.begin()) {
					leave = true;
				}
				else if (call()) {
					return;
				}
				else {
					traits.restore();
					leave = this.strand.pause() > 0;
					again = this.strand.core.time().nanoTime() - turn >= ExecutionPool.QUANTUM;
				}
			}
		}
		finally {
			this.strand.turnEnds();
		}
		if (leave) {
			this.strand.core.strands().released(this.strand);
		}
		else {
			again();
		}
	}

	private void again() {
		try {
			loop().execute(this.turn);
		}
		catch (RejectedExecutionException ex) {
			refused(String.valueOf(ex.getMessage()));
		}
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
		Pending waiting = new Pending(future, this.strand.sequence());
		this.pending.set(waiting);
		future.whenComplete((result, thrown) -> onLoop(new Completion(waiting)));
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

	/**
	 * A stage has completed, or was cancelled: ends its execution, once.
	 * @return whether this call did it
	 */
	private boolean ended(Pending waiting) {
		if (!this.pending.compareAndSet(waiting, null)) {
			return false;
		}
		this.strand.turnBegins(this.strand.core.time().nanoTime());
		try {
			end(waiting.future);
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
			result = future.getNow(null);
		}
		catch (Throwable ex) {
			thrown = (ex instanceof java.util.concurrent.CompletionException && ex.getCause() != null) ? ex.getCause()
					: ex;
		}
		this.strand.end(result, thrown);
	}

	private void onLoop(Completion completion) {
		try {
			loop().execute(completion);
		}
		catch (RejectedExecutionException ex) {
			completion.away();
		}
	}

	@Override
	public void cancel(long number) {
		Pending waiting = this.pending.get();
		if (waiting != null && waiting.number == number) {
			onLoop(new Cancellation(waiting));
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

	/** A stage that is waited for, and the number of its execution. */
	private record Pending(CompletableFuture<?> future, long number) {

	}

	/** Begins a turn, on the loop. */
	private final class Turn implements EventLoop.Call {

		@Override
		public void run() {
			turn();
		}

		@Override
		public void dropped() {
			refused("its event loop was given up");
		}

	}

	/** Ends an execution, on the loop, and goes on with the next. */
	private class Completion implements EventLoop.Call {

		final Pending waiting;

		Completion(Pending waiting) {
			this.waiting = waiting;
		}

		@Override
		public void run() {
			if (!ended(this.waiting)) {
				return;
			}
			if (LoopRunner.this.strand.pause() > 0) {
				LoopRunner.this.strand.core.strands().released(LoopRunner.this.strand);
			}
			else {
				turn();
			}
		}

		/** Ends the execution where the loop has ended before it; nothing follows. */
		void away() {
			if (ended(this.waiting)) {
				LoopRunner.this.strand.core.strands().released(LoopRunner.this.strand);
			}
		}

		@Override
		public void dropped() {
			Aside.run(LoopRunner.this.strand.core, this::away);
		}

	}

	/** Cancels a stage before. */
	private final class Cancellation extends Completion {

		Cancellation(Pending waiting) {
			super(waiting);
		}

		@Override
		public void run() {
			cancel();
			super.run();
		}

		@Override
		void away() {
			cancel();
			super.away();
		}

		private void cancel() {
			if (LoopRunner.this.pending.get() == this.waiting) {
				try {
					this.waiting.future.cancel(true);
				}
				catch (RuntimeException ex) {
					logger.warn("A stage of worker '{}' cannot be cancelled; it counts as ended",
							LoopRunner.this.strand.core.name(), ErrorText.loggable(ex));
				}
			}
		}

	}

}
