package io.atasker.cluster.rabbit;

import io.atasker.cluster.rabbit.RabbitQueueSettings.QueueType;

/**
 * The contract on classic queues, which have priorities.
 */
class ClassicQueueContractTests extends RabbitQueueContract {

	@Override
	QueueType type() {
		return QueueType.CLASSIC;
	}

}
