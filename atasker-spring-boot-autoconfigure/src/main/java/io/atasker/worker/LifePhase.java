package io.atasker.worker;

/**
 * Where a worker is on its way from start to stop.
 */
enum LifePhase {

	/** Nothing of it is left. */
	DOWN,

	/** The hooks before the start are called. */
	STARTING,

	/** It may run: the gate is open while the supervisor permits. */
	UP,

	/** The gate is closed; what runs comes to an end. */
	ENDING

}
