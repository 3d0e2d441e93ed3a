package io.atasker.queue;

import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What should happen when a delivery is lost, for those who implement {@link Delivery}.
 * It happens once, whichever comes later: the loss, or that somebody wants to know. Safe
 * for any thread.
 */
public final class LossAction {

	private static final Logger logger = LoggerFactory.getLogger(LossAction.class);

	/** Emptied by whoever calls it. */
	private final AtomicReference<@Nullable Runnable> action = new AtomicReference<>();

	/**
	 * Somebody wants to know.
	 * @param action what should happen, instead of what was said before
	 * @param delivery the delivery, which may be lost already
	 */
	public void set(Runnable action, Delivery delivery) {
		this.action.set(action);
		if (delivery.lost()) {
			run(delivery);
		}
	}

	/**
	 * The delivery is lost, and says so. To be called outside all locks. What the action
	 * throws is logged.
	 * @param delivery the delivery
	 */
	public void run(Delivery delivery) {
		Runnable wanted = this.action.getAndSet(null);
		if (wanted == null) {
			return;
		}
		try {
			wanted.run();
		}
		catch (Throwable ex) {
			Failures.log(logger,
					"what should happen on the loss of message '%s' has failed".formatted(delivery.envelope().id()),
					ex);
		}
	}

}
