package io.atasker.supervisor;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.atasker.time.TimeSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the threads of a pool, and counts them until they end. When the JVM or the
 * operating system refuses one, that is logged, at most once in a minute.
 */
final class ThreadMaker {

	private static final Logger logger = LoggerFactory.getLogger(Supervisor.class);

	/** How long to be silent after a report, in nanoseconds. */
	private static final long PAUSE = 60_000_000_000L;

	private final String supervisor;

	private final ThreadFactory platformThreads;

	private final @Nullable ThreadFactory virtualThreads;

	private final AtomicInteger alive = new AtomicInteger();

	private final AtomicLong reportableFrom;

	private final TimeSource time;


	ThreadMaker(SupervisorBuilder settings, ThreadFactory platformThreads) {
		this.supervisor = settings.name;
		this.time = settings.time;
		this.reportableFrom = new AtomicLong(settings.time.nanoTime());
		this.platformThreads = platformThreads;
		this.virtualThreads = settings.virtualThreads ? virtualThreads(settings.name) : null;
	}

	private static @Nullable ThreadFactory virtualThreads(String name) {
		ThreadFactory factory = VirtualThreads.factory("atasker-" + name + "-v");
		if (factory == null) {
			logger.warn("supervisor '{}' is to use virtual threads, but Java {} has none; it uses platform threads",
					name, Runtime.version().feature());
		}
		return factory;
	}

	/**
	 * Returns whether there are virtual threads and they are to be used.
	 * @return whether all that is not critical runs on virtual threads
	 */
	boolean isVirtual() {
		return this.virtualThreads != null;
	}

	/**
	 * Makes and starts a thread.
	 * @param carrier what it does
	 * @return whether it was started
	 */
	boolean start(Carrier carrier) {
		ThreadFactory virtual = carrier.isVirtual() ? this.virtualThreads : null;
		ThreadFactory factory = (virtual != null) ? virtual : this.platformThreads;
		this.alive.incrementAndGet();
		try {
			Thread thread = factory.newThread(carrier);
			if (thread == null) {
				throw new IllegalStateException("the thread factory has made no thread");
			}
			thread.start();
			return true;
		}
		catch (Throwable ex) {
			this.alive.decrementAndGet();
			report(ex);
			return false;
		}
	}

	private void report(Throwable failure) {
		long now = this.time.nanoTime();
		long from = this.reportableFrom.get();
		if (now - from >= 0 && this.reportableFrom.compareAndSet(from, now + PAUSE)) {
			Failures.log(logger, "cannot make {} for supervisor '{}'; what needs one waits and is tried again",
					"a thread", this.supervisor, failure);
		}
	}

	/** Called by each thread at its end. */
	void ended() {
		this.alive.decrementAndGet();
	}

	int alive() {
		return this.alive.get();
	}

}
