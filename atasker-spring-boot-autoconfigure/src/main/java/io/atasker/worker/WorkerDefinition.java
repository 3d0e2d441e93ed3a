package io.atasker.worker;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;

import io.atasker.supervisor.Priority;
import org.jspecify.annotations.Nullable;

/**
 * What a worker is: everything that is known before it starts. Made by
 * {@link WorkerBuilder}.
 *
 * @param name the name
 * @param type what makes it launch
 * @param origin where it comes from
 * @param code what it runs
 * @param running how it runs
 * @param schedule when it runs, {@code null} if it is not an interval worker
 * @param queue its queue, {@code null} if it is not a queue worker
 * @param event how it treats triggers, {@code null} if it is not an event worker
 * @param errors what happens after a failure
 * @param operating how it is operated
 */
public record WorkerDefinition(String name, WorkerType type, Origin origin, Code code, Running running,
		@Nullable Schedule schedule, @Nullable QueueSettings queue, @Nullable EventSettings event, ErrorSettings errors,
		Operating operating) {

	/** How many executions may be remembered of a worker. */
	public static final int LARGEST_HISTORY = 10_000;

	/**
	 * Where a worker comes from.
	 *
	 * @param bean the name of the bean, {@code null} if there is none
	 * @param target the class and method, {@code null} if there is none
	 * @param template whose properties and metric tag it has, {@code null} for its own
	 * name
	 */
	public record Origin(@Nullable String bean, @Nullable String target, @Nullable String template) {

	}

	/**
	 * What a worker runs.
	 *
	 * @param kind how
	 * @param executor the code
	 * @param onResult is given the results, or {@code null}
	 * @param hooks the hooks of this worker
	 * @param attachment what the context returns as attachment, or {@code null}
	 * @param arguments the configured arguments
	 * @param required the names of the arguments that a start needs
	 */
	public record Code(ExecutorKind kind, WorkerExecutor executor, @Nullable WorkerResultHandler onResult,
			List<WorkerHooks> hooks, @Nullable Object attachment, Map<String, Object> arguments, Set<String> required) {

	}

	/**
	 * How a worker runs.
	 *
	 * @param supervisor the name of its supervisor
	 * @param loop the name of its event loop, {@code null} for the default one
	 * @param priority the priority
	 * @param concurrency how many executions at once
	 * @param runOn on how many nodes
	 * @param times its durations
	 */
	public record Running(String supervisor, @Nullable String loop, Priority priority, int concurrency, RunOn runOn,
			Times times) {

	}

	/**
	 * The durations of a worker.
	 *
	 * @param pollDelay the least pause from the end of an execution to the launch of the
	 * next
	 * @param timeout of one execution, zero for none
	 * @param timeoutGrace how long an execution that was interrupted by its timeout may
	 * go on before its slot is given to others
	 * @param stopTimeout how long a stop waits
	 * @param interruptOnStop whether a stop interrupts at once
	 */
	public record Times(Duration pollDelay, Duration timeout, Duration timeoutGrace, Duration stopTimeout,
			boolean interruptOnStop) {

	}

	/**
	 * The queue of a worker.
	 *
	 * @param itemType the type of the items
	 * @param provider who keeps it, "memory" by default
	 * @param capacity how many items it takes
	 * @param queueType the class of the queue, {@code null} for first in first out
	 * @param comparator the order of a priority queue, {@code null} for the natural one
	 */
	@SuppressWarnings("rawtypes")
	public record QueueSettings(Type itemType, String provider, long capacity,
			@Nullable Class<? extends Queue> queueType, @Nullable Comparator<Object> comparator) {

	}

	/**
	 * How an event worker treats triggers.
	 *
	 * @param settle how long a run waits after the first trigger so that more may join
	 * @param runOnStart whether it runs when it is started
	 */
	public record EventSettings(Duration settle, boolean runOnStart) {

	}

	/**
	 * What happens after a failure.
	 *
	 * @param policy whether the worker goes on
	 * @param retry how often an item is tried again
	 * @param handlers are told; the log is used when there are none
	 */
	public record ErrorSettings(ErrorPolicy policy, RetryPolicy retry, List<WorkerErrorHandler> handlers) {

	}

	/**
	 * How a worker is operated.
	 *
	 * @param enabled whether it can run at all
	 * @param autoStart whether it starts with its supervisor
	 * @param critical whether its failure counts for readiness
	 * @param controlRoles who may act on it, empty for everybody who may act at all
	 * @param historySize how many executions are remembered
	 */
	public record Operating(boolean enabled, boolean autoStart, boolean critical, Set<String> controlRoles,
			int historySize) {

	}

}
