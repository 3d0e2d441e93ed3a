package io.atasker.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a figure has to come to.
 *
 * @param number of the target
 * @param text what is wanted
 * @param figure what is measured
 * @param parameter how its condition begins
 * @param unit the unit
 * @param contestant ours
 * @param peer whom it is compared to, empty for the value itself
 * @param rule how it is compared
 * @param bound what it must come to
 */
record Target(String number, String text, String figure, String parameter, String unit, String contestant, String peer,
		Rule rule, double bound) {

	static final List<Target> ALL = List.of(
			new Target("1", "queue, 1 producer: items per second", "queue", "1 producer", "items/s", "atasker",
					"single-thread executor", Rule.RATIO_AT_LEAST, 3),
			new Target("1", "queue, 4 producers: items per second", "queue", "4 producers", "items/s", "atasker",
					"single-thread executor", Rule.RATIO_AT_LEAST, 2.5),
			new Target("1", "queue: bytes allocated per item", "queue", "1 producer", "B/item", "atasker", "",
					Rule.VALUE_AT_MOST, 32),
			new Target("2", "trigger to running, p50", "hand-off", "idle", "ns p50", "atasker, trigger",
					"park and unpark", Rule.RATIO_AT_MOST, 1.2),
			new Target("2", "trigger to running, p99", "hand-off", "idle", "ns p99", "atasker, trigger",
					"park and unpark", Rule.RATIO_AT_MOST, 1.2),
			new Target("3", "drift of an interval of 20 ms in us", "interval", "20 ms for 60 s", "us drift", "atasker",
					"", Rule.VALUE_AT_MOST, 1000),
			new Target("3", "jitter of an interval, p99", "interval", "20 ms for", "us jitter p99", "atasker",
					"ScheduledThreadPoolExecutor", Rule.RATIO_AT_MOST, 1.2),
			new Target("4", "100 000 interval workers: processor time per run", "many", "100000 every", "us of CPU/run",
					"atasker", "ScheduledThreadPoolExecutor", Rule.RATIO_AT_MOST, 1.5),
			new Target("4", "100 000 interval workers: bytes of heap each", "many", "100000 every",
					"B/worker, not run yet", "atasker", "", Rule.VALUE_AT_MOST, 700),
			new Target("4", "100 000 interval workers: ms to register and start", "many", "100000 every",
					"ms to register and start", "atasker", "", Rule.VALUE_AT_MOST, 1000),
			new Target("5", "CRITICAL behind a backlog, p50", "critical", "burst of 1, tasks that wait", "ns p50",
					"atasker", "atasker, idle", Rule.RATIO_AT_MOST, 1.5),
			new Target("5", "CRITICAL behind a backlog, p99", "critical", "burst of 1, tasks that wait", "ns p99",
					"atasker", "atasker, idle", Rule.RATIO_AT_MOST, 1.5),
			new Target("6", "submit: tasks per second", "submit", "4 producers, 4 slots", "tasks/s",
					"atasker, mixed priorities", "ThreadPoolExecutor(4)", Rule.RATIO_AT_LEAST, 1),
			new Target("7", "continuous: ns on top of the executor", "continuous", "", "ns/execution", "atasker",
					"thread with a loop", Rule.DIFFERENCE_AT_MOST, 30),
			new Target("8", "completed stages: executions per second", "async", "completed stages", "executions/s",
					"atasker", "", Rule.VALUE_AT_LEAST, 5_000_000),
			new Target("8", "10 000 pending stages: threads", "async", "10000 pending", "more threads", "atasker", "",
					Rule.VALUE_AT_MOST, 0),
			new Target("9", "startup: ms that five workers add", "startup", "whole process", "ms", "atasker, 5 workers",
					"empty application, without atasker", Rule.DIFFERENCE_AT_MOST, 60),
			new Target("9", "startup: ms that 995 further workers add", "startup", "whole process", "ms",
					"atasker, 1000 workers", "atasker, 5 workers", Rule.DIFFERENCE_AT_MOST, 199),
			new Target("10", "GET workers with 1000 workers: ms", "GET workers", "1000 workers", "ms p50", "atasker",
					"", Rule.VALUE_AT_MOST, 20),
			new Target("11", "virtual threads: time for 100 000 blocking items", "virtual threads", "", "ms",
					"atasker, pool size 0", "virtual thread per task and a semaphore", Rule.RATIO_AT_MOST, 1.2),
			new Target("12", "warm child: round trip of an empty task in us, p50", "process", "round trip", "us p50",
					"atasker, submitToProcess", "", Rule.VALUE_AT_MOST, 100),
			new Target("12", "2 children: small tasks per second", "process", "2 children", "tasks/s",
					"atasker, submitToProcess", "", Rule.VALUE_AT_LEAST, 15_000),
			new Target("12", "start of a child to its first answer in ms", "process", "start to", "ms", "atasker", "",
					Rule.VALUE_AT_MOST, 400),
			new Target("12", "first task after a child has died, p50", "process", "first task after", "ms p50",
					"atasker, killed", "atasker, killed, no spare", Rule.RATIO_AT_MOST, 0.5),
			new Target("12", "first task after a cancel has killed a child, p50", "process", "first task after",
					"ms p50", "atasker, cancelled", "atasker, killed, no spare", Rule.RATIO_AT_MOST, 0.5),
			new Target("12", "first task after max-runs, p50", "process", "first task after", "ms p50",
					"atasker, max-runs", "atasker, killed, no spare", Rule.RATIO_AT_MOST, 0.5),
			new Target("13", "provider jdbc, drain: items per second", "durable", "", "items/s",
					"atasker, provider jdbc", "db-scheduler alone", Rule.RATIO_AT_LEAST, 0.8),
			new Target("13", "provider jdbc, put to execution on another node in ns, p50", "durable, other node",
					"put to execution", "ns p50", "atasker, provider jdbc", "", Rule.VALUE_AT_MOST, 20_000_000),
			new Target("14", "provider rabbit, drain: items per second", "rabbit", "", "items/s",
					"atasker, provider rabbit", "listener container alone, consumers 1", Rule.RATIO_AT_LEAST, 0.8),
			new Target("14", "provider rabbit, drain: items per second", "rabbit", "", "items/s",
					"atasker, provider rabbit", "listener container alone, consumers 10", Rule.RATIO_AT_LEAST, 0.8));

	String bounded() {
		return this.text + ((this.rule == Rule.RATIO_AT_LEAST || this.rule == Rule.VALUE_AT_LEAST) ? " >= " : " <= ")
				+ Numbers.text(this.bound).replace(".00", "").replace(".0", "")
				+ (this.rule.isRatio() ? " x " + this.peer : "");
	}

	/**
	 * The value beside the bound, and whether it is met; empty if it was not measured.
	 */
	String judge(List<Result> results) {
		Optional<Result> ours = find(results, this.contestant);
		Optional<Result> other = find(results, this.peer);
		if (ours.isEmpty() || (!this.peer.isEmpty() && other.isEmpty())) {
			return "";
		}
		double value = switch (this.rule) {
			case RATIO_AT_LEAST, RATIO_AT_MOST -> ours.get().ratioTo(other.get());
			case DIFFERENCE_AT_MOST -> ours.get().median() - other.get().median();
			case VALUE_AT_LEAST, VALUE_AT_MOST -> ours.get().median();
		};
		boolean met = (this.rule == Rule.RATIO_AT_LEAST || this.rule == Rule.VALUE_AT_LEAST) ? value >= this.bound
				: value <= this.bound;
		String text = this.rule.isRatio() ? String.format(Locale.ROOT, "%.2f x", value) : Numbers.text(value);
		return text + (met ? "" : " **missed**");
	}

	private Optional<Result> find(List<Result> results, String name) {
		return results.stream()
			.filter((result) -> result.figure().equals(this.figure) && result.parameter().startsWith(this.parameter)
					&& result.unit().equals(this.unit) && result.contestant().equals(name))
			.findFirst();
	}

	enum Rule {

		/** Ours divided by the peer's, round by round. */
		RATIO_AT_LEAST,

		/** The same, and less is better. */
		RATIO_AT_MOST,

		/** Ours less the peer's. */
		DIFFERENCE_AT_MOST,

		/** Ours alone. */
		VALUE_AT_LEAST,

		/** Ours alone, and less is better. */
		VALUE_AT_MOST;

		boolean isRatio() {
			return this == RATIO_AT_LEAST || this == RATIO_AT_MOST;
		}

	}

}
