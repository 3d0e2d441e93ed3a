package io.atasker.worker;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.atasker.queue.ItemQueues;
import io.atasker.queue.MemoryQueueProvider;
import io.atasker.supervisor.Priority;
import io.atasker.supervisor.Supervisor;
import org.jspecify.annotations.Nullable;

/**
 * Makes a definition of what a builder was told: fills in what is built in and refuses
 * what does not fit together.
 */
final class WorkerDefinitions {

	private static final Duration TIMEOUT_GRACE = Duration.ofSeconds(10);

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

	private static final int HISTORY_SIZE = 20;

	private WorkerDefinitions() {
	}

	static WorkerDefinition of(WorkerBuilder<?, ?> builder) {
		Rules rules = new Rules(builder);
		rules.name();
		WorkerType type = (builder.type != null) ? builder.type : WorkerType.BACKGROUND;
		rules.type(type);
		WorkerDefinition.Code code = new WorkerDefinition.Code(rules.kind(), rules.executor(), builder.onResult,
				List.copyOf(builder.hooks), builder.attachment, rules.arguments(), Set.copyOf(builder.required));
		Alike alike = builder.workers.alike();
		return new WorkerDefinition(builder.name, type,
				alike.share(new WorkerDefinition.Origin(builder.bean, builder.target, builder.template)), code,
				alike.share(running(builder, rules)), (type == WorkerType.INTERVAL) ? rules.schedule() : null,
				(type == WorkerType.QUEUE) ? queue(builder, rules) : null,
				(type == WorkerType.EVENT) ? event(builder, rules) : null, alike.share(errors(builder)),
				alike.share(operating(builder, rules)));
	}

	private static WorkerDefinition.Running running(WorkerBuilder<?, ?> builder, Rules rules) {
		WorkerDefinition.Times times = new WorkerDefinition.Times(
				rules.notNegative("pollDelay", builder.pollDelay, Duration.ZERO),
				rules.notNegative("timeout", builder.timeout, Duration.ZERO),
				rules.notNegative("timeoutGrace", builder.timeoutGrace, TIMEOUT_GRACE),
				rules.notNegative("stopTimeout", builder.stopTimeout, STOP_TIMEOUT),
				orElse(builder.interruptOnStop, false));
		return new WorkerDefinition.Running(
				orElse(builder.supervisor, builder.workers.supervisors().keySet().iterator().next()), builder.loop,
				orElse(builder.priority, Priority.NORMAL), rules.concurrency(), rules.runOn(), times);
	}

	private static WorkerDefinition.QueueSettings queue(WorkerBuilder<?, ?> builder, Rules rules) {
		String provider = orElse(builder.provider, MemoryQueueProvider.ID);
		long capacity = orElse(builder.capacity, ItemQueues.DEFAULT_CAPACITY);
		if (capacity < 1) {
			throw rules.invalid("capacity", capacity, "it must be at least 1", "Set a positive number of items");
		}
		try {
			ItemQueues.create(capacity, builder.queueType, builder.comparator);
		}
		catch (IllegalArgumentException ex) {
			throw rules.invalid("queueType",
					(builder.queueType != null) ? builder.queueType.getName() : "first in first out",
					String.valueOf(ex.getMessage()), "Correct the queueType or the comparator");
		}
		Type itemType = (builder.itemType != null) ? builder.itemType : Object.class;
		return new WorkerDefinition.QueueSettings(itemType, provider, capacity, builder.queueType, builder.comparator);
	}

	private static WorkerDefinition.EventSettings event(WorkerBuilder<?, ?> builder, Rules rules) {
		return new WorkerDefinition.EventSettings(rules.notNegative("settle", builder.settle, Duration.ZERO),
				orElse(builder.runOnStart, false));
	}

	private static WorkerDefinition.ErrorSettings errors(WorkerBuilder<?, ?> builder) {
		return new WorkerDefinition.ErrorSettings(orElse(builder.errorPolicy, ErrorPolicy.CONTINUE),
				orElse(builder.retry, RetryPolicy.NONE), List.copyOf(builder.errorHandlers));
	}

	private static WorkerDefinition.Operating operating(WorkerBuilder<?, ?> builder, Rules rules) {
		int historySize = orElse(builder.historySize, HISTORY_SIZE);
		if (historySize < 0 || historySize > WorkerDefinition.LARGEST_HISTORY) {
			throw rules.invalid("historySize", historySize, "it must be from 0 to " + WorkerDefinition.LARGEST_HISTORY,
					"Set a number in this range");
		}
		return new WorkerDefinition.Operating(builder.workers.settings().enabled && orElse(builder.enabled, true),
				orElse(builder.autoStart, true), orElse(builder.critical, false), Set.copyOf(builder.controlRoles),
				historySize);
	}

	/** Names a worker in a message: by its bean and method where it has them. */
	static String subject(WorkerDefinition definition) {
		return subject(definition.name(), definition.origin().bean(), definition.origin().target());
	}

	private static String subject(String name, @Nullable String bean, @Nullable String target) {
		return (bean != null) ? "worker '%s' (%s, bean '%s')".formatted(name, target, bean) : "worker '" + name + "'";
	}

	private static <V> V orElse(@Nullable V value, V other) {
		return (value != null) ? value : other;
	}

	/** The rules, with the subject that their messages name. */
	private static final class Rules {

		private final WorkerBuilder<?, ?> builder;

		Rules(WorkerBuilder<?, ?> builder) {
			this.builder = builder;
		}

		InvalidWorkerException invalid(String attribute, @Nullable Object value, String problem, String remedy) {
			return new InvalidWorkerException(subject(this.builder.name, this.builder.bean, this.builder.target),
					attribute, (value != null) ? value.toString() : null, problem, remedy);
		}

		void name() {
			if (!WorkerName.isLegal(this.builder.name)) {
				throw invalid("name", ErrorText.clean(this.builder.name), "it is not a legal name",
						"Use a letter or digit and then up to 59 letters, digits, underscores and hyphens");
			}
		}

		/**
		 * What was set for another type is refused, unless it is a default for all
		 * workers.
		 */
		void type(WorkerType type) {
			this.builder.attributesOfOtherTypes(type, kind()).forEach((attribute, value) -> {
				throw invalid(attribute, value,
						"a worker of type %s with executor %s has no such attribute".formatted(type, kind()),
						"Leave it out, or make the worker one of the type that has it");
			});
			refuseOrder(type);
		}

		private void refuseOrder(WorkerType type) {
			if (type != WorkerType.QUEUE && (this.builder.queueType != null || this.builder.comparator != null)) {
				throw invalid("queueType", this.builder.queueType, "only a queue worker has a queue",
						"Leave it out, or make it a queue worker");
			}
		}

		ExecutorKind kind() {
			ExecutorKind kind = orElse(this.builder.kind, ExecutorKind.THREAD);
			if (kind == ExecutorKind.PROCESS) {
				throw invalid("executor", kind, "a child process needs to know the method",
						"Call processExecutor instead");
			}
			if (this.builder.processExecutor == null) {
				return kind;
			}
			Supervisor supervisor = supervisor();
			if (supervisor != null && supervisor.processes() != null) {
				return ExecutorKind.PROCESS;
			}
			if (this.builder.executor == null || this.builder.processRequired) {
				throw invalid("executor", ExecutorKind.PROCESS,
						"supervisor '%s' has no process pool".formatted((supervisor != null) ? supervisor.name() : ""),
						"Give it one by its size, process-pool.size, or let the worker run on a thread");
			}
			return kind;
		}

		private @Nullable Supervisor supervisor() {
			Map<String, Supervisor> all = this.builder.workers.supervisors();
			return (this.builder.supervisor != null) ? all.get(this.builder.supervisor)
					: all.values().iterator().next();
		}

		WorkerExecutor executor() {
			if (kind() == ExecutorKind.PROCESS) {
				return Objects.requireNonNull(this.builder.processExecutor);
			}
			if (this.builder.executor == null) {
				throw invalid("executor", null, "there is none", "Call one of the executor methods of the builder");
			}
			return Objects.requireNonNull(this.builder.executor);
		}

		Map<String, Object> arguments() {
			Map<String, Object> arguments = Map.copyOf(this.builder.arguments);
			try {
				executor().checkArguments(arguments);
			}
			catch (IllegalArgumentException ex) {
				throw invalid("arguments", arguments, String.valueOf(ex.getMessage()), "Correct the argument");
			}
			return arguments;
		}

		int concurrency() {
			if (this.builder.type == WorkerType.EVENT) {
				return 1;
			}
			int concurrency = orElse(this.builder.concurrency, 1);
			if (concurrency < 1 || concurrency > SettingsRules.MOST_CONCURRENCY) {
				throw invalid("concurrency", concurrency, "it must be between 1 and " + SettingsRules.MOST_CONCURRENCY,
						"Set such a number");
			}
			Schedule schedule = this.builder.schedule;
			if (concurrency > 1 && schedule != null && schedule.isFromEndToStart()) {
				throw invalid("concurrency", concurrency, "a worker with a delay from end to start runs once at a time",
						"Leave it out, or use interval or cron");
			}
			return concurrency;
		}

		RunOn runOn() {
			RunOn runOn = orElse(this.builder.runOn, RunOn.EVERY_NODE);
			if (runOn == RunOn.ONE_NODE && this.builder.type == WorkerType.QUEUE) {
				if (runOn == this.builder.defaultRunOn) {
					return RunOn.EVERY_NODE;
				}
				throw invalid("runOn", runOn,
						"a queue in memory belongs to its node: what is put on another would wait there; one that is durable is"
								+ " shared by all nodes",
						"Leave it out");
			}
			return runOn;
		}

		Schedule schedule() {
			Schedule schedule = orElse(this.builder.schedule, Schedule.TRIGGER_ONLY);
			if (this.builder.initialDelay != null) {
				schedule = schedule
					.withInitialDelay(notNegative("initialDelay", this.builder.initialDelay, Duration.ZERO));
			}
			if (this.builder.jitter != null) {
				schedule = schedule.withJitter(notNegative("jitter", this.builder.jitter, Duration.ZERO));
				Duration interval = schedule.interval();
				if (interval != null && schedule.jitter().compareTo(interval) >= 0) {
					throw invalid("jitter", schedule.jitter(), "it is not shorter than the interval of " + interval,
							"Make it shorter than the interval");
				}
			}
			return schedule;
		}

		Duration notNegative(String attribute, @Nullable Duration value, Duration other) {
			if (value == null) {
				return other;
			}
			if (value.isNegative() || value.compareTo(Schedule.LONGEST) > 0) {
				throw invalid(attribute, value, "it must not be negative nor longer than 100 years",
						"Set a duration in this range");
			}
			return value;
		}

	}

}
