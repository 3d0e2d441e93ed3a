package io.atasker.benchmarks;

import java.util.List;

/**
 * From put to executed, one after the other, bounded.
 */
final class QueueSuite implements Suite {

	@Override
	public void run(Rounds rounds) throws Exception {
		int millis = rounds.mode().millis;
		for (int producers : new int[] { 1, 4 }) {
			rounds.measure("queue", producers + ((producers == 1) ? " producer" : " producers"),
					List.of(new QueueWorkerContestant(producers, millis), QueuePeers.OfPool.linked(producers, millis),
							QueuePeers.OfPool.priority(producers, millis), new QueuePeers.OfSpring(producers, millis),
							new QueuePeers.OfDisruptor(producers, millis), new QueuePeers.OfJcTools(producers, millis),
							new SpringQueueContestant("atasker, @QueueWorker, meters on", producers, millis),
							new SpringQueueContestant("atasker, @QueueWorker, meters, context, observations, MDC on",
									producers, millis, "--atasker.metrics.histograms=true",
									"--atasker.tracing.enabled=true", "--atasker.tracing.mdc=true")));
		}
	}

}
