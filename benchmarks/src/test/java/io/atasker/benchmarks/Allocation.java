package io.atasker.benchmarks;

import java.lang.management.ManagementFactory;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;

/**
 * What the JVM has used so far.
 */
final class Allocation {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory
		.getOperatingSystemMXBean();

	private Allocation() {
	}

	/** Bytes that the threads which are alive have allocated. */
	static long bytes() {
		long sum = 0;
		for (long bytes : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
			sum += Math.max(0, bytes);
		}
		return sum;
	}

	/** Bytes that the current thread has allocated. */
	static long ofCurrentThread() {
		return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
	}

	/** Processor time of the whole process in nanoseconds. */
	static long processorTime() {
		return SYSTEM.getProcessCpuTime();
	}

	/** Bytes of the heap that are in use after a collection. */
	static long live() {
		long least = Long.MAX_VALUE;
		for (int i = 0; i < 4; i++) {
			System.gc();
			least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
		}
		return least;
	}

}
