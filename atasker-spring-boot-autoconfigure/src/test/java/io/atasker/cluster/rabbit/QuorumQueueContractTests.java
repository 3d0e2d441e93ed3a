package io.atasker.cluster.rabbit;

import io.atasker.cluster.rabbit.RabbitQueueSettings.QueueType;

/**
 * The contract on quorum queues of a single node.
 */
class QuorumQueueContractTests extends RabbitQueueContract {

	@Override
	QueueType type() {
		return QueueType.QUORUM;
	}

}
