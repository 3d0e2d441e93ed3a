package io.atasker.supervisor;

import org.jspecify.annotations.Nullable;

/**
 * What foreign code may have changed about the thread that it ran on, and must not leave
 * to the next one.
 *
 * @param thread the thread
 * @param name its name
 * @param priority its priority
 * @param contextClassLoader its context class loader
 */
public record ThreadTraits(Thread thread, String name, int priority, @Nullable ClassLoader contextClassLoader) {

	/**
	 * Returns those of the current thread.
	 * @return its traits
	 */
	public static ThreadTraits ofCurrentThread() {
		Thread thread = Thread.currentThread();
		return new ThreadTraits(thread, thread.getName(), thread.getPriority(), thread.getContextClassLoader());
	}

	/** Called on the thread. Clears its interrupt flag too. */
	public void restore() {
		Thread.interrupted();
		if (this.thread.getContextClassLoader() != this.contextClassLoader) {
			this.thread.setContextClassLoader(this.contextClassLoader);
		}
		if (!this.name.equals(this.thread.getName())) {
			this.thread.setName(this.name);
		}
		if (this.thread.getPriority() != this.priority) {
			this.thread.setPriority(this.priority);
		}
	}

}
