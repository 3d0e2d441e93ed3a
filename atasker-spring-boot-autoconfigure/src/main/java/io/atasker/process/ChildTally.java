package io.atasker.process;

import java.util.EnumMap;
import java.util.Map;

/**
 * Counts what becomes of children. The lock of the {@link Children} guards it.
 */
final class ChildTally {

	private final Map<ChildEnd, Long> ended = new EnumMap<>(ChildEnd.class);

	private long spawned;

	private long failedStarts;

	private long runs;

	ChildTally() {
		for (ChildEnd end : ChildEnd.values()) {
			this.ended.put(end, 0L);
		}
	}

	void spawned() {
		this.spawned++;
	}

	void failedStart() {
		this.failedStarts++;
	}

	void ended(ChildEnd end) {
		this.ended.merge(end, 1L, Long::sum);
	}

	void run() {
		this.runs++;
	}

	ProcessStatistics statistics(int busy, int idle, int starting) {
		return new ProcessStatistics(busy, idle, starting, this.spawned, this.failedStarts, new EnumMap<>(this.ended),
				this.runs);
	}

}
