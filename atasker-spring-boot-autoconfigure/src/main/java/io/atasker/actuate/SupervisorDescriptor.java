package io.atasker.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.atasker.process.ChildSnapshot;
import io.atasker.supervisor.PoolLimits;
import io.atasker.supervisor.Priority;
import io.atasker.supervisor.SupervisorSnapshot;
import io.atasker.supervisor.SupervisorState;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * A supervisor as operators see it. What is {@code null} is left out.
 *
 * @param state the state
 * @param pool the pool
 * @param running how many executions hold a slot, by priority
 * @param waiting how many executions wait for a slot, by priority
 * @param oldestWaiting for how long the oldest of these has waited
 * @param loops the names of the event loops
 * @param processPool the process pool, {@code null} if there is none
 * @param processes the child processes, those in use first; {@code null} if there is no
 * process pool
 * @param overrides the limits that were changed while running, by name
 * @param lastChange the last action on it
 */
public record SupervisorDescriptor(SupervisorState state, Pool pool, Map<Priority, Integer> running,
		Map<Priority, Integer> waiting, @Nullable Duration oldestWaiting, List<String> loops,
		@Nullable ProcessPool processPool, @Nullable List<Child> processes,
		@Nullable Map<String, OverrideDescriptor> overrides,
		WorkerDescriptor.@Nullable LastChange lastChange) implements OperationResponseBody {

	static SupervisorDescriptor of(SupervisorSnapshot supervisor, @Nullable Map<String, OverrideDescriptor> overrides,
			WorkerDescriptor.@Nullable LastChange lastChange) {
		return new SupervisorDescriptor(supervisor.state(), Pool.of(supervisor), byPriority(supervisor.running()),
				byPriority(supervisor.waiting()), supervisor.oldestWaiting(), supervisor.loops(),
				ProcessPool.of(supervisor), Child.of(supervisor), overrides, lastChange);
	}

	private static Map<Priority, Integer> byPriority(Map<Priority, Integer> counts) {
		Map<Priority, Integer> all = new LinkedHashMap<>();
		for (Priority priority : Priority.values()) {
			all.put(priority, counts.getOrDefault(priority, 0));
		}
		return all;
	}

	/**
	 * A child process.
	 *
	 * @param pid the process
	 * @param state what it is doing
	 * @param runs how many runs have ended in it
	 * @param memory how many bytes it had after its last run
	 * @param taskId the id of what it runs
	 * @param since since when it has been in this state
	 */
	public record Child(long pid, ChildSnapshot.State state, long runs, long memory, @Nullable String taskId,
			Instant since) {

		static @Nullable List<Child> of(SupervisorSnapshot supervisor) {
			SupervisorSnapshot.Processes processes = supervisor.processes();
			return (processes != null) ? processes.children().stream().map(Child::of).toList() : null;
		}

		private static Child of(ChildSnapshot child) {
			return new Child(child.pid(), child.state(), child.runs(), child.memory(), SafeText.orNull(child.task()),
					Moment.of(child.since()));
		}

	}

	/**
	 * The process pool of a supervisor.
	 *
	 * @param size how many runs in child processes there may be before a LOW one has to
	 * wait
	 * @param reserveNormal how many more NORMAL ones there may be
	 * @param reserveHigh how many more than these HIGH ones there may be
	 * @param running how many runs hold a slot, by priority
	 * @param waiting how many runs wait for a slot, by priority
	 * @param problem why no child process can be started at present
	 */
	public record ProcessPool(int size, int reserveNormal, int reserveHigh, Map<Priority, Integer> running,
			Map<Priority, Integer> waiting, @Nullable String problem) {

		static @Nullable ProcessPool of(SupervisorSnapshot supervisor) {
			SupervisorSnapshot.Processes processes = supervisor.processes();
			if (processes == null) {
				return null;
			}
			PoolLimits limits = processes.limits();
			return new ProcessPool(limits.poolSize(), limits.reserveNormal(), limits.reserveHigh(),
					byPriority(processes.running()), byPriority(processes.waiting()),
					SafeText.orNull(processes.problem()));
		}

	}

	/**
	 * The pool of a supervisor.
	 *
	 * @param size how many executions may run before a LOW one has to wait, 0 for no
	 * limit
	 * @param reserveNormal how many more NORMAL ones may run
	 * @param reserveHigh how many more than these HIGH ones may run
	 * @param threads how many threads there are
	 */
	public record Pool(int size, int reserveNormal, int reserveHigh, int threads) {

		static Pool of(SupervisorSnapshot supervisor) {
			PoolLimits limits = supervisor.limits();
			return new Pool(limits.poolSize(), limits.reserveNormal(), limits.reserveHigh(), supervisor.threads());
		}

	}

}
