package io.atasker.supervisor;

import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The parts of a supervisor.
 *
 * @param base what they share
 * @param members those whose lives it leads
 * @param tasks the tasks of applications
 * @param pool the pool
 * @param processes runs in child processes, {@code null} if there are none
 * @param loops the event loops
 * @param keepAlive keeps the JVM alive
 * @param excuses the threads that a stop does not wait for
 */
record Parts(Base base, Members members, Tasks tasks, PriorityPool pool, @Nullable Processes processes,
		DefaultEventLoops loops, KeepAlive keepAlive, Excuses excuses) {

	static Parts of(SupervisorBuilder settings, Supplier<SupervisorState> state) {
		Base base = Base.of(settings);
		Excuses excuses = new Excuses();
		KeepAlive keepAlive = new KeepAlive(base, settings.daemon);
		PriorityPool pool = new PriorityPool(settings, base, keepAlive, excuses);
		return new Parts(base, new Members(base.signal()), new Tasks(base, keepAlive, state, settings.taskDecorator),
				pool, Processes.of(settings, base, keepAlive, excuses), new DefaultEventLoops(settings, base),
				keepAlive, excuses);
	}

	/** Returns the pools that admit something. */
	List<PriorityPool> pools() {
		return (this.processes != null) ? List.of(this.pool, this.processes.pool()) : List.of(this.pool);
	}

	void open() {
		this.pool.open();
		if (this.processes != null) {
			this.processes.open();
		}
	}

	void close() {
		this.pool.close();
		if (this.processes != null) {
			this.processes.close();
		}
	}

	/**
	 * Returns whether nobody waits in a pool and nobody but the given tasks holds a slot.
	 * @param except the tasks that do not count
	 * @return whether it is so
	 */
	boolean areQuiet(Collection<PoolTask> except) {
		return pools().stream().allMatch((each) -> each.isQuiet(except));
	}

}
