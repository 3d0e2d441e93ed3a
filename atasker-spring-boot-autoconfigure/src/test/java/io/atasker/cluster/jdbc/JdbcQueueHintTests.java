package io.atasker.cluster.jdbc;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import com.zaxxer.hikari.HikariDataSource;
import io.atasker.queue.Delivery;
import io.atasker.queue.Envelope;
import io.atasker.queue.QueueSpec;
import io.atasker.queue.TextCodec;
import io.atasker.queue.WorkerQueue;
import io.atasker.testsupport.LeakGuard;
import io.atasker.testsupport.LogCapture;
import io.atasker.testsupport.PostgresServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two nodes, with pools of their own, on one PostgreSQL: what is put on one is seen by
 * the other without its looking for it.
 */
@Tag("waiting")
@ExtendWith(LeakGuard.class)
class JdbcQueueHintTests {

	/** Far more than any test waits for a message. */
	private static final JdbcQueueSettings SELDOM = JdbcQueueSettings.of("node")
		.withIntervals(Duration.ofMinutes(10), Duration.ofSeconds(2));

	private static final long SOON = 60;

	private static final String LISTENERS = "select pid from pg_stat_activity where datname = current_database()"
			+ " and query = 'listen atasker_queue'";

	private static final String LOOKED = "select pid from pg_stat_activity where datname = current_database()"
			+ " and state = 'idle' and query ilike '%skip locked%'";

	private final String url = PostgresServer.newDatabase();

	private final BlockingQueue<Delivery> arrived = new LinkedBlockingQueue<>();

	private HikariDataSource here;

	private HikariDataSource there;

	private JdbcTemplate jdbc;

	private JdbcQueueProvider putting;

	private JdbcQueueProvider taking;

	@BeforeEach
	void createTable() {
		this.here = JdbcQueueContract.pool(this.url);
		this.there = JdbcQueueContract.pool(this.url);
		this.jdbc = new JdbcTemplate(this.here);
		QueueSchema.create(this.here);
	}

	@AfterEach
	void close() {
		this.putting.close();
		this.taking.close();
		this.here.close();
		this.there.close();
	}

	private WorkerQueue open(JdbcQueueSettings settings) {
		this.putting = new JdbcQueueProvider(this.here, settings);
		this.taking = new JdbcQueueProvider(this.there, settings);
		WorkerQueue taken = this.taking.open(spec());
		taken.subscribe((delivery) -> {
			this.arrived.add(delivery);
			delivery.ack();
		});
		// The look at the start is over when this has come.
		taken.put(Envelope.of("first", "text"));
		awaitMessage("first");
		return this.putting.open(spec());
	}

	private static QueueSpec spec() {
		return QueueSpec.named("hinted").codec(TextCodec.INSTANCE).credit(4).build();
	}

	private void awaitMessage(String id) {
		try {
			Delivery delivery = this.arrived.poll(SOON, TimeUnit.SECONDS);
			assertThat(delivery).as("message %s", id).isNotNull();
			assertThat(delivery.envelope().id()).isEqualTo(id);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private int awaitListener(int otherThan) {
		return await()
			.until(() -> this.jdbc.queryForList(LISTENERS, Integer.class),
					(pids) -> pids.stream().anyMatch((pid) -> pid != otherThan))
			.stream()
			.filter((pid) -> pid != otherThan)
			.findFirst()
			.orElseThrow();
	}

	@Test
	void messageThatIsPutOnOneNodeComesToTheOtherAtOnce() {
		WorkerQueue queue = open(SELDOM);
		awaitListener(0);
		for (int i = 0; i < 100; i++) {
			queue.put(Envelope.of("m" + i, "text"));
			awaitMessage("m" + i);
		}
	}

	@Test
	void burstComesWhole() {
		WorkerQueue queue = open(SELDOM);
		awaitListener(0);
		for (int i = 0; i < 200; i++) {
			queue.put(Envelope.of("m" + i, "text"));
		}
		await().untilAsserted(() -> assertThat(this.arrived).hasSize(200));
	}

	@Test
	void hintOfATransactionComesWithItsCommit() throws Exception {
		WorkerQueue queue = open(SELDOM);
		awaitListener(0);
		TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(this.here));
		transaction.executeWithoutResult((status) -> {
			queue.put(Envelope.of("rolled back", "text"));
			status.setRollbackOnly();
		});
		transaction.executeWithoutResult((status) -> {
			queue.put(Envelope.of("committed", "text"));
			assertThat(this.arrived).isEmpty();
		});
		awaitMessage("committed");
		assertThat(this.arrived.poll(300, TimeUnit.MILLISECONDS)).isNull();
	}

	@Test
	void connectionThatBreaksIsReplacedAndNothingIsLostMeanwhile() {
		WorkerQueue queue = open(SELDOM);
		for (int round = 0; round < 3; round++) {
			int pid = awaitListener(0);
			assertThat(this.jdbc.queryForObject("select pg_terminate_backend(?)", Boolean.class, pid)).isTrue();
			// Nobody hears of these; who listens again looks.
			String unheard = "unheard" + round;
			queue.put(Envelope.of(unheard, "text"));
			awaitMessage(unheard);
			awaitListener(pid);
			String heard = "heard" + round;
			queue.put(Envelope.of(heard, "text"));
			awaitMessage(heard);
		}
	}

	@Test
	void closedProviderLeavesAPoolThatHearsNothing() {
		open(SELDOM);
		awaitListener(0);
		this.taking.close();
		await().until(() -> this.there.getHikariPoolMXBean().getActiveConnections() == 0);
		await().until(() -> this.jdbc.queryForList(LISTENERS, Integer.class).isEmpty());
	}

	@Test
	void poolWithoutAutoCommitIsHeardAndHears() {
		for (HikariDataSource pool : List.of(this.here, this.there)) {
			pool.close();
		}
		this.here = JdbcQueueContract.pool(this.url, false);
		this.there = JdbcQueueContract.pool(this.url, false);
		WorkerQueue queue = open(SELDOM);
		this.jdbc = new JdbcTemplate(PostgresServer.dataSource(this.url));
		awaitListener(0);
		queue.put(Envelope.of("a", "text"));
		awaitMessage("a");
	}

	/** So that the other tests show something. */
	@Test
	void withoutHintsNobodyListensAndOnlyALookFindsIt() throws Exception {
		WorkerQueue queue = open(SELDOM.withoutHints());
		// Or the look at the beginning finds it.
		await().until(() -> !this.jdbc.queryForList(LOOKED, Integer.class).isEmpty());
		// One more look follows what came first, and may find what was put meanwhile.
		int found = 0;
		do {
			queue.put(Envelope.of("message " + found, "text"));
		}
		while (this.arrived.poll(2, TimeUnit.SECONDS) != null && ++found < 5);
		assertThat(found).isLessThan(5);
		assertThat(this.jdbc.queryForList(LISTENERS, Integer.class)).isEmpty();
	}

	/** The queue needs them more. */
	@Test
	void poolWithFewConnectionsIsNotUsedToListen() throws Exception {
		this.there.setMaximumPoolSize(3);
		WorkerQueue queue;
		try (LogCapture log = LogCapture.of(PostgresListener.class)) {
			queue = open(SELDOM.withIntervals(Duration.ofMillis(100), Duration.ofSeconds(2)));
			await().until(() -> log.messages(Level.INFO).stream().anyMatch((text) -> text.contains("has 3 in all")));
		}
		queue.put(Envelope.of("a", "text"));
		assertThat(this.arrived.poll(SOON, TimeUnit.SECONDS)).isNotNull();
		assertThat(this.jdbc.queryForList(LISTENERS, Integer.class)).isEmpty();
	}

}
