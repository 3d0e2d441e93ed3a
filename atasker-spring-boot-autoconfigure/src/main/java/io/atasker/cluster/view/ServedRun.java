package io.atasker.cluster.view;

import io.atasker.worker.TriggerResult;
import io.atasker.worker.TriggerableWorker;
import io.atasker.worker.WorkerStatistics;

/**
 * Sees a trigger of a worker that runs on one node through, on the node that runs it: an
 * execution that begins after the trigger was read serves it, when it has ended.
 * <p>
 * Executions are counted, those that had begun before included. When one more than these
 * has ended, one that began later has.
 */
final class ServedRun {

	private final TriggerableWorker worker;

	private final WorkerStatistics statistics;

	private final long losses;

	/** How many executions had begun when the trigger was known. */
	private final long begun;

	/** It looked as if the trigger was dropped when somebody looked last. */
	private boolean looksDropped;

	/** Up to which trigger it serves. */
	private long trigger;

	/**
	 * Counts, then triggers.
	 * @param worker the worker, whose lease is held
	 * @param trigger the last trigger that was read
	 */
	ServedRun(TriggerableWorker worker, long trigger) {
		this.worker = worker;
		this.statistics = worker.statistics();
		this.losses = this.statistics.leaseLosses();
		this.trigger = trigger;
		this.begun = begun();
	}

	/** Both numbers of one moment, or the first would miss what has ended in between. */
	private long begun() {
		while (true) {
			long ended = this.statistics.executions();
			int running = this.statistics.running();
			if (ended == this.statistics.executions()) {
				return ended + running;
			}
			Thread.onSpinWait();
		}
	}

	TriggerResult begin() {
		return this.worker.trigger();
	}

	long trigger() {
		return this.trigger;
	}

	/** Triggers that were read before anything has begun are served as well. */
	void join(long later) {
		if (later > this.trigger && begun() == this.begun) {
			this.trigger = later;
		}
	}

	/** Returns whether this node still is the one that runs it, and has been since. */
	boolean isValid() {
		return this.statistics.isLeaseHeld() && this.statistics.leaseLosses() == this.losses;
	}

	boolean hasEnded() {
		return this.statistics.executions() > this.begun;
	}

	/**
	 * Triggers again if a stop has dropped the trigger in between: where twice nothing
	 * had begun and nothing ran. Between the end of a run and its count it looks so, too,
	 * but not for two looks.
	 * @return whether a run will come
	 */
	boolean isUnderWay() {
		boolean idle = begun() == this.begun && this.statistics.running() == 0;
		boolean again = idle && this.looksDropped;
		this.looksDropped = idle && !again;
		if (!again) {
			return true;
		}
		TriggerResult result = this.worker.triggerIfIdle();
		return result == TriggerResult.IGNORED || result == TriggerResult.STANDBY || result.isAccepted();
	}

}
