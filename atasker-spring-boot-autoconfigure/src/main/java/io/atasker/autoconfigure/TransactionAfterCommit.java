package io.atasker.autoconfigure;

import io.atasker.worker.AfterCommit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Puts actions off until the transaction that is bound to the current thread has been
 * committed. A rollback drops them.
 * <p>
 * Reactive transactions are not supported: they are bound to a Reactor context instead of
 * a thread, so that a put or trigger inside of one takes effect at once.
 */
final class TransactionAfterCommit implements AfterCommit {

	private static final Logger logger = LoggerFactory.getLogger(TransactionAfterCommit.class);

	@Override
	public boolean isDeferring() {
		return TransactionSynchronizationManager.isSynchronizationActive()
				&& TransactionSynchronizationManager.isActualTransactionActive();
	}

	@Override
	public boolean defer(Runnable action) {
		if (!isDeferring()) {
			return false;
		}
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			// Not afterCommit: what is registered by code that runs after the commit
			// itself is only told of the completion, and its action would be lost.
			@Override
			public void afterCompletion(int status) {
				if (status == STATUS_COMMITTED) {
					action.run();
				}
				else if (status == STATUS_UNKNOWN) {
					logger.warn("The outcome of a transaction is unknown, so a put or trigger within it is dropped");
				}
			}

		});
		return true;
	}

}
