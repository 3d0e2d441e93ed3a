package io.atasker.supervisor;

import java.util.concurrent.ThreadFactory;

import io.atasker.time.TimeSource;
import io.atasker.time.Timers;

/**
 * What all parts of a supervisor share.
 *
 * @param name the name of the supervisor
 * @param time the clocks
 * @param timers the timers, suspended while the supervisor is stopped
 * @param signal is told of what somebody may wait for
 * @param inside knows the threads at work
 * @param threads makes the threads of everything but the pool
 * @param poolThreads makes the platform threads of the pool
 */
record Base(String name, TimeSource time, Timers timers, Signal signal, Inside inside, DaemonThreads threads,
		ThreadFactory poolThreads) {

	static Base of(SupervisorBuilder settings) {
		String prefix = "atasker-" + settings.name + "-";
		ClassLoader loader = Thread.currentThread().getContextClassLoader();
		DaemonThreads threads = new DaemonThreads(prefix, loader);
		ThreadFactory timerThreads = (work) -> threads.newThread(work, prefix + "timers");
		Timers timers = settings.time.openTimers(timerThreads);
		timers.suspend();
		return new Base(settings.name, settings.time, timers, new Signal(), new Inside(), threads,
				(settings.poolThreads != null) ? settings.poolThreads : threads);
	}

	Base withPoolThreads(ThreadFactory threads) {
		return new Base(this.name, this.time, this.timers, this.signal, this.inside, this.threads, threads);
	}

	/**
	 * Makes a daemon thread.
	 * @param suffix the end of its name
	 * @param work what it does
	 * @return the thread
	 */
	Thread thread(String suffix, Runnable work) {
		return this.threads.newThread(work, "atasker-" + this.name + "-" + suffix);
	}

}
