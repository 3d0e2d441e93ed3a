package io.atasker.worker;

/**
 * Why a running execution is interrupted.
 */
enum Interruption {

	/** The worker is stopped, or its supervisor. */
	STOP,

	/** Somebody cancelled it. */
	CANCEL,

	/** It took longer than its timeout. */
	TIMEOUT,

	/** Another node may run the worker. */
	LEASE_LOST

}
