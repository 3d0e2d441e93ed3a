package io.atasker.worker;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A start that was asked for. Whoever comes by begins it: the thread that asked for it,
 * or the one that ends the stop before it.
 */
final class PendingStart {

	private static final Logger logger = LoggerFactory.getLogger(BackgroundWorker.class);

	private final StartOptions options;

	/** Who is told by an exception when it fails, {@code null} if nobody waits. */
	@GuardedBy("this")
	private @Nullable Thread caller;

	@GuardedBy("this")
	private @Nullable WorkerStartException failure;

	private PendingStart(StartOptions options, @Nullable Thread caller) {
		this.options = options;
		this.caller = caller;
	}

	/** A start whose failure is thrown by {@link #rethrow()}, if it is known by then. */
	static PendingStart byCaller(StartOptions options) {
		return new PendingStart(options, Thread.currentThread());
	}

	/** A start whose failure is logged. */
	static PendingStart later(StartOptions options) {
		return new PendingStart(options, null);
	}

	StartOptions options() {
		return this.options;
	}

	/** It has failed: its caller is told, or the log. */
	void failed(WorkerStartException ex) {
		synchronized (this) {
			if (this.caller == Thread.currentThread()) {
				this.failure = ex;
				return;
			}
		}
		logger.error("{}", ex.getMessage(), ErrorText.loggable((ex.getCause() != null) ? ex.getCause() : ex));
	}

	/** Throws the failure; from here on nobody waits for it. */
	synchronized void rethrow() {
		this.caller = null;
		if (this.failure != null) {
			throw this.failure;
		}
	}

}
