package io.atasker.actuate;

import java.util.concurrent.RejectedExecutionException;

import io.atasker.cluster.ClusterUnavailableException;
import io.atasker.queue.QueueFullException;
import io.atasker.queue.QueueUnavailableException;
import io.atasker.worker.InvalidWorkerException;
import io.atasker.worker.UnknownWorkerException;
import io.atasker.worker.WorkerStartException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An operation is refused. The message is safe to be shown and to be logged.
 */
final class RefusedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private static final Logger logger = LoggerFactory.getLogger(RefusedException.class);

	private final Refusal refusal;

	RefusedException(Refusal refusal, String reason) {
		this(refusal, reason, null);
	}

	private RefusedException(Refusal refusal, String reason, @Nullable Throwable cause) {
		super(SafeText.of(reason), cause);
		this.refusal = refusal;
	}

	static RefusedException invalid(String reason) {
		return new RefusedException(Refusal.INVALID, reason);
	}

	/**
	 * Translates what an operation threw, whatever it is. What is nobody's fault but ours
	 * or the application's is logged, since the answer has no stack; messages may come
	 * from outside, so they are logged on one line.
	 * @param ex what was thrown
	 * @return the refusal
	 */
	static RefusedException of(Throwable ex) {
		if (ex instanceof RefusedException refused) {
			return refused;
		}
		Refusal refusal = refusal(ex);
		if (refusal == Refusal.FAILED) {
			String what = SafeText.describe(ex);
			logger.error("an operation of an endpoint failed, the stack is logged at level DEBUG: {}", what);
			logger.debug("an operation of an endpoint failed", ex);
			return new RefusedException(refusal, "the operation failed: " + what, ex);
		}
		return new RefusedException(refusal, SafeText.message(ex), ex);
	}

	private static Refusal refusal(Throwable ex) {
		if (ex instanceof WorkerStartException) {
			return (ex.getCause() == null) ? Refusal.INVALID : Refusal.FAILED;
		}
		if (ex instanceof UnknownWorkerException) {
			return Refusal.UNKNOWN;
		}
		if (ex instanceof QueueFullException) {
			return Refusal.FULL;
		}
		if (ex instanceof RejectedExecutionException || ex instanceof ClusterUnavailableException
				|| ex instanceof QueueUnavailableException) {
			return Refusal.UNAVAILABLE;
		}
		if (ex instanceof IllegalArgumentException || ex instanceof InvalidWorkerException) {
			return Refusal.INVALID;
		}
		return (ex instanceof IllegalStateException) ? Refusal.CONFLICT : Refusal.FAILED;
	}

	int status() {
		return this.refusal.status();
	}

	Refusal refusal() {
		return this.refusal;
	}

}
