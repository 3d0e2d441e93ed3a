package io.atasker.supervisor;

import java.util.function.Supplier;

/**
 * The parts of a supervisor.
 *
 * @param base what they share
 * @param members those whose lives it leads
 * @param tasks the tasks of applications
 * @param pool the pool
 * @param loops the event loops
 * @param keepAlive keeps the JVM alive
 * @param excuses the threads that a stop does not wait for
 */
record Parts(Base base, Members members, Tasks tasks, PriorityPool pool, DefaultEventLoops loops, KeepAlive keepAlive,
		Excuses excuses) {

	static Parts of(SupervisorBuilder settings, Supplier<SupervisorState> state) {
		Base base = Base.of(settings);
		Excuses excuses = new Excuses();
		KeepAlive keepAlive = new KeepAlive(base, settings.daemon);
		PriorityPool pool = new PriorityPool(settings, base, keepAlive, excuses);
		return new Parts(base, new Members(base.signal()),
				new Tasks(base, pool, keepAlive, state, settings.taskDecorator), pool,
				new DefaultEventLoops(settings, base), keepAlive, excuses);
	}

}
