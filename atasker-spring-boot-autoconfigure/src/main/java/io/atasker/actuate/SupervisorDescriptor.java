package io.atasker.actuate;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
 * @param overrides the limits that were changed while running, by name
 * @param lastChange the last action on it
 */
public record SupervisorDescriptor(SupervisorState state, Pool pool, Map<Priority, Integer> running,
		Map<Priority, Integer> waiting, @Nullable Duration oldestWaiting, List<String> loops,
		@Nullable Map<String, OverrideDescriptor> overrides,
		WorkerDescriptor.@Nullable LastChange lastChange) implements OperationResponseBody {

	static SupervisorDescriptor of(SupervisorSnapshot supervisor, @Nullable Map<String, OverrideDescriptor> overrides,
			WorkerDescriptor.@Nullable LastChange lastChange) {
		return new SupervisorDescriptor(supervisor.state(), Pool.of(supervisor), byPriority(supervisor.running()),
				byPriority(supervisor.waiting()), supervisor.oldestWaiting(), supervisor.loops(), overrides,
				lastChange);
	}

	private static Map<Priority, Integer> byPriority(Map<Priority, Integer> counts) {
		Map<Priority, Integer> all = new LinkedHashMap<>();
		for (Priority priority : Priority.values()) {
			all.put(priority, counts.getOrDefault(priority, 0));
		}
		return all;
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
