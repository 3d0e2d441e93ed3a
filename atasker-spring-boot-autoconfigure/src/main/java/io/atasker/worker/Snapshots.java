package io.atasker.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

import io.atasker.supervisor.ShutdownReport.Unfinished;

/**
 * Makes pictures of a worker for readers. Takes no lock that a running execution needs,
 * but for the short one of the dead letters, which an execution needs that gives its item
 * up; and the one of the gate where a launch waits for a slot.
 */
final class Snapshots {

	private static final int DEEPEST_STACK = 100;

	private Snapshots() {
	}

	static WorkerSnapshot of(WorkerCore core) {
		Effective effective = core.effective();
		WorkerDefinition definition = core.definition();
		List<ExecutionRecord> executions = executions(core);
		WorkerSnapshot.Queue queue = (core.source() instanceof ItemSource source && definition.queue() != null)
				? new WorkerSnapshot.Queue(definition.queue().provider(), source.size(), source.capacity(),
						source.dead().size())
				: null;
		ExecutionRecord last = executions.isEmpty() ? null : executions.get(0);
		return new WorkerSnapshot(core.name(), definition.type(), definition.code().kind(), core.life().state(),
				core.life().isDesired(), core.life().stoppedBy(), core.supervisor().name(), effective.priority(),
				effective.concurrency(), effective.schedule(), queue, counts(core), last, core.source().next(),
				current(core), WhyWaiting.of(core, last), core.overrides(), core.lastChange(), definition);
	}

	/** The outcomes first, and what goes in last. */
	private static WorkerSnapshot.Counts counts(WorkerCore core) {
		long succeeded = 0;
		long failed = 0;
		long cancelled = 0;
		int running = 0;
		for (Strand strand : core.strands().all()) {
			succeeded += strand.tally().countSucceeded();
			failed += strand.tally().countFailed();
			cancelled += strand.tally().countCancelled();
			running += strand.isRunning() ? 1 : 0;
		}
		WorkSource source = core.source();
		return new WorkerSnapshot.Counts(running, succeeded, failed, cancelled, source.returned(), source.retried(),
				source.missed(), source.merged());
	}

	private static List<WorkerSnapshot.Current> current(WorkerCore core) {
		List<WorkerSnapshot.Current> current = new ArrayList<>();
		for (Strand strand : core.strands().all()) {
			long number = strand.sequence();
			if ((number & 1) == 1) {
				current.add(new WorkerSnapshot.Current(strand.taskId(number), strand.runner().where(),
						wallTime(core, strand.started()), strand.cause(), strand.progress(),
						strand.stuck().step(number)));
			}
		}
		return current;
	}

	static Instant wallTime(WorkerCore core, long nanoTime) {
		return core.time().instant().minusNanos(core.time().nanoTime() - nanoTime);
	}

	static List<ExecutionRecord> executions(WorkerCore core) {
		Instant now = core.time().instant();
		long nanoTime = core.time().nanoTime();
		List<Remembered> remembered = new ArrayList<>();
		for (Strand strand : core.strands().all()) {
			strand.tally().readHistory((entry) -> remembered.add(new Remembered(strand, entry)));
			strand.stuck().readHistory((entry) -> remembered.add(new Remembered(strand, entry)));
		}
		remembered.sort(Comparator.comparing((Remembered one) -> one.entry.started() - nanoTime)
			.thenComparing((one) -> one.entry.sequence())
			.reversed());
		return remembered.stream()
			.limit(core.definition().operating().historySize())
			.map((one) -> one.entry.toRecord(one.strand.taskId(one.entry.sequence()), now, nanoTime))
			.toList();
	}

	static List<Unfinished> running(WorkerCore core, Predicate<Strand> which) {
		List<Unfinished> running = new ArrayList<>();
		long now = core.time().nanoTime();
		for (Strand strand : core.strands().all()) {
			long number = strand.sequence();
			if ((number & 1) == 1 && which.test(strand)) {
				Thread thread = strand.interrupts().thread();
				List<String> stack = (thread != null) ? stack(thread) : List.of();
				running.add(new Unfinished(core.name(), strand.taskId(number), strand.runner().where(),
						Duration.ofNanos(now - strand.started()), stack));
			}
		}
		return running;
	}

	static List<String> stack(Thread thread) {
		return Arrays.stream(thread.getStackTrace()).limit(DEEPEST_STACK).map(Snapshots::text).toList();
	}

	/** Without the class loader and module, which hide what one looks for. */
	private static String text(StackTraceElement frame) {
		return new StackTraceElement(frame.getClassName(), frame.getMethodName(), frame.getFileName(),
				frame.getLineNumber())
			.toString();
	}

	private record Remembered(Strand strand, History.Entry entry) {

	}

}
