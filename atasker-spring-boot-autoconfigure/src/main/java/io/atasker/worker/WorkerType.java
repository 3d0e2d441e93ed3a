package io.atasker.worker;

import java.util.ArrayList;
import java.util.List;

/**
 * What makes a worker launch its executor.
 */
public enum WorkerType {

	/** Again and again, without a pause of its own. */
	BACKGROUND,

	/** Once per item that is put. */
	QUEUE,

	/** When triggered. */
	EVENT,

	/** By interval, delay or calendar. */
	INTERVAL;

	/** The attributes that workers of this type have and not all others. */
	List<String> attributes(ExecutorKind kind) {
		List<String> attributes = new ArrayList<>(switch (this) {
			case BACKGROUND -> List.of("concurrency");
			case QUEUE -> List.of("concurrency", "capacity", "provider", "retry");
			case EVENT -> List.of("settle", "runOnStart");
			case INTERVAL -> List.of("concurrency", "initialDelay", "jitter");
		});
		if (kind == ExecutorKind.LOOP) {
			attributes.add("loop");
		}
		return attributes;
	}

}
