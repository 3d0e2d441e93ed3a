package io.atasker.cluster.jdbc;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import com.zaxxer.hikari.HikariDataSource;
import io.atasker.cluster.JsonPayloadCodecs;
import io.atasker.supervisor.Supervisor;
import io.atasker.worker.RetryPolicy;
import io.atasker.worker.Workers;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A JVM with a worker on the queue "jobs" of a database. It notes in table "done" what it
 * has done; the item {@value #HELD} it does not end, if it is told so.
 */
public final class ConsumerNode {

	/** The item that may be held. */
	static final String HELD = "held";

	static final JdbcQueueSettings SETTINGS = new JdbcQueueSettings("node", Duration.ofMillis(100),
			Duration.ofMillis(500), 4, true);

	private ConsumerNode() {
	}

	/**
	 * Runs until it is killed.
	 * @param arguments the URL of the database, the name of the node, "hold" or "go on"
	 * @throws Exception if something fails
	 */
	public static void main(String[] arguments) throws Exception {
		HikariDataSource database = JdbcQueueContract.pool(arguments[0]);
		boolean holding = arguments[2].equals("hold");
		JdbcTemplate jdbc = new JdbcTemplate(database);
		JdbcQueueProvider provider = new JdbcQueueProvider(database, SETTINGS);
		Supervisor supervisor = Supervisor.builder().build();
		Workers workers = Workers.builder()
			.supervisors(List.of(supervisor))
			.queueProviders((id) -> provider)
			.payloadCodecs(new JsonPayloadCodecs(JsonMapper.builder().build()))
			.build();
		workers.define("jobs")
			.queue(String.class)
			.provider("jdbc")
			.concurrency(3)
			.retry(RetryPolicy.of(2))
			.executor((item, context) -> {
				if (item.equals(HELD) && holding) {
					hold();
				}
				jdbc.update("insert into done (item, node) values (?, ?)", item, arguments[1]);
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
