package io.atasker.supervisor;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes numbered daemon threads that inherit nothing from the thread that happens to ask
 * for them.
 */
final class DaemonThreads implements ThreadFactory {

	private final String prefix;

	private final ClassLoader contextClassLoader;

	private final AtomicLong number = new AtomicLong();

	/**
	 * Makes the factory.
	 * @param prefix the beginning of the names
	 * @param contextClassLoader the context class loader of the threads
	 */
	DaemonThreads(String prefix, ClassLoader contextClassLoader) {
		this.prefix = prefix;
		this.contextClassLoader = contextClassLoader;
	}

	@Override
	public Thread newThread(Runnable work) {
		return newThread(work, this.prefix + this.number.incrementAndGet());
	}

	/**
	 * Makes a thread of a given name.
	 * @param work what it does
	 * @param name its name
	 * @return the thread
	 */
	Thread newThread(Runnable work, String name) {
		Thread thread = new Thread(null, work, name, 0, false);
		thread.setDaemon(true);
		thread.setPriority(Thread.NORM_PRIORITY);
		thread.setContextClassLoader(this.contextClassLoader);
		return thread;
	}

}
