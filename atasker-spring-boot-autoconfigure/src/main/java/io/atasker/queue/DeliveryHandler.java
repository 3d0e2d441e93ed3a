package io.atasker.queue;

/**
 * Receives the messages of a queue.
 */
@FunctionalInterface
public interface DeliveryHandler {

	/**
	 * Called with each message, on a thread of the engine; by several of them at once
	 * where the credit is more than one. Must return fast: the delivery is passed on to
	 * where the work is done, and is settled there. If this throws and the delivery is
	 * not settled, it is released, with a pause that keeps the engine from spinning.
	 * @param delivery the message, to be settled exactly once
	 */
	void onDelivery(Delivery delivery);

}
