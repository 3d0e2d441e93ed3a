package io.atasker.process;

/**
 * Why a child process is no longer one of the pool.
 */
public enum ChildEnd {

	/** It has ended by itself, or somebody else has ended it. */
	DIED,

	/** Its run was cancelled, took too long, or was stopped. */
	KILLED,

	/** What it answered could not be read, so that nobody would use it again. */
	DISTRUSTED,

	/** It had all the runs, or the memory, that a child may have. */
	WORN_OUT,

	/** It was idle for too long and not one of the spares. */
	SURPLUS,

	/** The pool was closed. */
	CLOSED

}
