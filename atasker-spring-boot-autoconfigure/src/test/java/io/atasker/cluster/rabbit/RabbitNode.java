package io.atasker.cluster.rabbit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.atasker.cluster.JsonPayloadCodecs;
import io.atasker.supervisor.Supervisor;
import io.atasker.worker.RetryPolicy;
import io.atasker.worker.Workers;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;

/**
 * A JVM with a worker on the queue "jobs" of a broker. It prints what it has done; the
 * item {@value #HELD} it does not end, if it is told so.
 */
public final class RabbitNode {

	/** The item that may be held. */
	static final String HELD = "held";

	private RabbitNode() {
	}

	static RabbitQueueProvider provider(int port, String prefix, Duration heartbeat) {
		return new RabbitQueueProvider(new CachingConnectionFactory("127.0.0.1", port),
				RabbitQueueSettings.of("node", prefix)
					.withTimes(heartbeat, Duration.ofSeconds(10), Duration.ofMillis(200)));
	}

	/**
	 * Runs until it is killed.
	 * @param arguments the port of the broker, the prefix of the queues, "hold" or "go
	 * on", and how many seconds there are between heartbeats
	 * @throws Exception if something fails
	 */
	public static void main(String[] arguments) throws Exception {
		RabbitQueueProvider provider = provider(Integer.parseInt(arguments[0]), arguments[1],
				Duration.ofSeconds(Long.parseLong(arguments[3])));
		boolean holding = arguments[2].equals("hold");
		Supervisor supervisor = Supervisor.builder().build();
		Workers workers = Workers.builder()
			.supervisors(List.of(supervisor))
			.queueProviders((id) -> provider)
			.payloadCodecs(new JsonPayloadCodecs(JsonMapper.builder().build()))
			.build();
		workers.define("jobs")
			.queue(String.class)
			.provider("rabbit")
			.concurrency(3)
			.retry(RetryPolicy.of(2))
			.executor((item, context) -> {
				if (item.equals(HELD) && holding) {
					hold();
				}
				System.out.println("done " + item + ".");
			})
			.register();
		supervisor.start();
		System.out.println("started");
		new CountDownLatch(1).await();
	}

	private static void hold() throws InterruptedException {
		System.out.println("holding");
		try {
			new CountDownLatch(1).await();
		}
		finally {
			System.out.println("interrupted");
		}
	}

}
