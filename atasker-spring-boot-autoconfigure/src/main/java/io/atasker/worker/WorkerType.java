package io.atasker.worker;

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
	INTERVAL

}
