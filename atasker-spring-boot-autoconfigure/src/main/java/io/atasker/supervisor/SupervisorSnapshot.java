package io.atasker.supervisor;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.atasker.process.ChildSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * A supervisor at one moment. The numbers are read one after the other, so that they may
 * disagree by what happened in between.
 *
 * @param name the name
 * @param state the state
 * @param limits the limits
 * @param threads how many threads the pool has, spare ones included
 * @param running how many executions hold a slot, by priority
 * @param waiting how many executions wait for a slot, by priority
 * @param oldestWaiting for how long the oldest of these has waited, {@code null} if none
 * does
 * @param delayed how many tasks wait for their delay
 * @param late how many warnings of late tasks there were
 * @param loops the names of the event loops
 * @param processes the process pool, {@code null} if there is none
 */
public record SupervisorSnapshot(String name, SupervisorState state, PoolLimits limits, int threads,
		Map<Priority, Integer> running, Map<Priority, Integer> waiting, @Nullable Duration oldestWaiting, int delayed,
		long late, List<String> loops, @Nullable Processes processes) {

	/**
	 * The process pool at one moment.
	 *
	 * @param limits how many runs there may be
	 * @param running how many runs hold a slot, by priority
	 * @param waiting how many wait for a slot, by priority
	 * @param problem why children cannot be started at present, {@code null} if they can
	 * @param children the child processes, those in use first
	 */
	public record Processes(PoolLimits limits, Map<Priority, Integer> running, Map<Priority, Integer> waiting,
			@Nullable String problem, List<ChildSnapshot> children) {

	}

}
