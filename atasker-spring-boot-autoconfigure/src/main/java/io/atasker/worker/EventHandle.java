package io.atasker.worker;

/**
 * The handle of an event worker.
 */
final class EventHandle extends TriggerHandle implements BackgroundEventWorker {

	EventHandle(WorkerCore core, EventSource source, AfterCommit afterCommit) {
		super(core, source, afterCommit);
	}

}
