package io.atasker.cluster.jdbc;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

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
			Duration.ofMillis(500), 4, true, true);

	static final int CONCURRENCY = 3;

	/** Far longer than heartbeats may be missed. */
	private static final Duration LINGER = Duration.ofSeconds(12);

	/** Long enough for some to be in hand at any time. */
	private static final Duration WORK = Duration.ofMillis(20);

	private ConsumerNode() {
	}

	/**
	 * Runs until it is killed.
	 * @param arguments the URL of the database, the name of the node, what it does with
	 * the item that may be held ("hold", "linger" or "go on"; with "work" each item takes
	 * a while), how many seconds its clock is ahead, and how many heartbeats may be
	 * missed
	 * @throws Exception if something fails
	 */
	public static void main(String[] arguments) throws Exception {
		HikariDataSource database = JdbcQueueContract.pool(arguments[0]);
		String node = arguments[1];
		Duration ahead = Duration.ofSeconds((arguments.length > 3) ? Long.parseLong(arguments[3]) : 0);
		int missed = (arguments.length > 4) ? Integer.parseInt(arguments[4]) : SETTINGS.missedHeartbeats();
		JdbcTemplate jdbc = new JdbcTemplate(database);
		JdbcQueueProvider provider = new JdbcQueueProvider(database, settings(node, missed),
				InstantSource.offset(InstantSource.system(), ahead));
		Supervisor supervisor = Supervisor.builder().build();
		Workers workers = Workers.builder()
			.supervisors(List.of(supervisor))
			.queueProviders((id) -> provider)
			.payloadCodecs(new JsonPayloadCodecs(JsonMapper.builder().build()))
			.build();
		workers.define("jobs")
			.queue(String.class)
			.provider("jdbc")
			.concurrency(CONCURRENCY)
			.retry(RetryPolicy.of(2))
			.executor((item, context) -> {
				if (item.equals(HELD)) {
					held(arguments[2]);
				}
				if (arguments[2].equals("work")) {
					new CountDownLatch(1).await(WORK.toMillis(), TimeUnit.MILLISECONDS);
				}
				jdbc.update("insert into done (item, node) values (?, ?)", item, node);
			})
			.register();
		supervisor.start();
		System.out.println("started");
		new CountDownLatch(1).await();
	}

	/** A name that is known, so that one sees who has a row in hand. */
	private static JdbcQueueSettings settings(String node, int missed) {
		return new JdbcQueueSettings(node, SETTINGS.pollInterval(), SETTINGS.heartbeatInterval(), missed, true, true);
	}

	private static void held(String behaviour) throws InterruptedException {
		switch (behaviour) {
			case "hold" -> hold();
			case "linger" -> {
				System.out.println("lingering");
				new CountDownLatch(1).await(LINGER.toMillis(), TimeUnit.MILLISECONDS);
			}
			default -> {
			}
		}
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
