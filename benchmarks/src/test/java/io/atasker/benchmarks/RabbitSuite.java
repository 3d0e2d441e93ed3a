package io.atasker.benchmarks;

import java.util.List;

import io.atasker.testsupport.RabbitServer;

/**
 * Items of a durable queue in RabbitMQ, confirmed one by one when they are put, and
 * drained with ten of them in hand: by a worker with provider rabbit, and by a listener
 * container alone, which acknowledges by hand, with one consumer and with ten.
 */
final class RabbitSuite implements Suite {

	static final int IN_HAND = 10;

	@Override
	public void run(Rounds rounds) throws Exception {
		int items = rounds.mode().pick(2000, 10_000, 20_000);
		int port = RabbitServer.get().port();
		rounds.measure("rabbit", items + " items",
				List.of(new RabbitPeers.OfWorker(port, items), new RabbitPeers.OfContainer(port, items, 1, IN_HAND),
						new RabbitPeers.OfContainer(port, items, IN_HAND, 1)));
	}

}
