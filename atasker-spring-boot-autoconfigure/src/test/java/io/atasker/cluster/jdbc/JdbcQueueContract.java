package io.atasker.cluster.jdbc;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.atasker.queue.DeadLetter;
import io.atasker.queue.Delivery;
import io.atasker.queue.Envelope;
import io.atasker.queue.QueueSpec;
import io.atasker.queue.TextCodec;
import io.atasker.queue.WorkerQueue;
import io.atasker.queue.WorkerQueueContract;
import io.atasker.queue.WorkerQueueProvider;
import io.atasker.testsupport.LeakGuard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * The engine in a database does what all engines do, on whatever database it is.
 */
@ExtendWith(LeakGuard.class)
abstract class JdbcQueueContract extends WorkerQueueContract {

	static final JdbcQueueSettings QUICK = JdbcQueueSettings.of("contract")
		.withIntervals(Duration.ofMillis(50), Duration.ofSeconds(2));

	private static final Duration SOON = Duration.ofSeconds(60);

	private HikariDataSource dataSource;

	private JdbcQueueProvider provider;

	/**
	 * Makes an empty database.
	 * @return its URL
	 */
	abstract String newDatabase();

	@Override
	protected WorkerQueueProvider createProvider() {
		this.dataSource = pool(newDatabase());
		QueueSchema.create(this.dataSource);
		this.provider = new JdbcQueueProvider(this.dataSource, QUICK);
		return this.provider;
	}

	@Test
	void tableIsCreatedOnceByInstancesThatStartTogether() throws Exception {
		try (HikariDataSource fresh = pool(newDatabase())) {
			List<CompletableFuture<Void>> instances = IntStream.range(0, 8)
				.mapToObj((instance) -> CompletableFuture.runAsync(() -> QueueSchema.create(fresh),
						(work) -> new Thread(work).start()))
				.toList();
			for (CompletableFuture<Void> instance : instances) {
				instance.get(60, TimeUnit.SECONDS);
			}
			assertThat(new JdbcTemplate(fresh).queryForObject("select count(*) from atasker_queue", Long.class))
				.isZero();
		}
	}

	@Test
	void queuesOfOneTableDoNotSeeEachOther() throws Exception {
		BlockingQueue<Delivery> arrived = new LinkedBlockingQueue<>();
		WorkerQueue one = this.provider.open(spec("one"));
		WorkerQueue other = this.provider.open(spec("other"));
		one.put(Envelope.of("a", "of one"));
		other.put(Envelope.of("b", "of other"));
		other.subscribe(arrived::add);
		Delivery delivery = arrived.poll(60, TimeUnit.SECONDS);
		assertThat(delivery).isNotNull();
		assertThat(delivery.envelope().id()).isEqualTo("b");
		delivery.dead(null);
		settleDown();
		assertThat(arrived).isEmpty();
		await().atMost(SOON).until(() -> other.deadLetters().size() == 1 && one.stats().ready() == 1);
		assertThat(one.deadLetters().list(10)).isEmpty();
		assertThat(one.deadLetters().redriveAll() + one.deadLetters().purgeAll()).isZero();
	}

	@Test
	void messageThatCannotBeReadIsADeadLetterAtOnce() throws Exception {
		BlockingQueue<Delivery> arrived = new LinkedBlockingQueue<>();
		WorkerQueue queue = this.provider.open(spec("unreadable"));
		queue.put(Envelope.of("a", TextCodec.BROKEN + " text"));
		queue.put(Envelope.of("b", "whole text"));
		queue.subscribe(arrived::add);
		assertThat(arrived.poll(60, TimeUnit.SECONDS).envelope().id()).isEqualTo("b");
		await().atMost(SOON).until(() -> queue.deadLetters().size() == 1);
		DeadLetter<Envelope> letter = queue.deadLetters().list(10).get(0);
		assertThat(letter.item().id()).isEqualTo("a");
		assertThat(letter.item().payload()).isEqualTo(TextCodec.BROKEN + " text");
		assertThat(letter.error()).contains("this text is broken");
	}

	@Test
	void rowOfANodeThatDiedComesAgainAndCountsAsALoss() throws Exception {
		BlockingQueue<Delivery> arrived = new LinkedBlockingQueue<>();
		WorkerQueue queue = this.provider.open(spec("orphans"));
		queue.put(Envelope.of("a", "text"));
		new JdbcTemplate(this.dataSource)
			.update("update atasker_queue set picked = true, picked_by = 'dead', last_heartbeat = execution_time"
					+ " - interval '1' hour");
		queue.subscribe(arrived::add);
		Delivery delivery = arrived.poll(60, TimeUnit.SECONDS);
		assertThat(delivery).isNotNull();
		assertThat(delivery.losses()).isOne();
		assertThat(delivery.deliveries()).isEqualTo(2);
		assertThat(delivery.attempt()).isOne();
		delivery.retry(Duration.ZERO, null);
		Delivery next = arrived.poll(60, TimeUnit.SECONDS);
		assertThat(next.losses()).isOne();
		assertThat(next.attempt()).isEqualTo(2);
	}

	/** db-scheduler by itself would wait for more threads to be free, or look later. */
	@Test
	void messageThatIsPutWhileAllAreBusyComesWhenOneIsFree() throws Exception {
		BlockingQueue<Delivery> arrived = new LinkedBlockingQueue<>();
		JdbcQueueSettings seldom = QUICK.withIntervals(Duration.ofHours(1), Duration.ofSeconds(2));
		try (JdbcQueueProvider patient = new JdbcQueueProvider(this.dataSource, seldom)) {
			WorkerQueue queue = patient.open(QueueSpec.named("busy").codec(TextCodec.INSTANCE).credit(4).build());
			for (int i = 1; i <= 4; i++) {
				queue.put(Envelope.of("m" + i, "text"));
			}
			queue.subscribe(arrived::add);
			Delivery first = arrived.poll(60, TimeUnit.SECONDS);
			for (int i = 2; i <= 4; i++) {
				assertThat(arrived.poll(60, TimeUnit.SECONDS)).isNotNull();
			}
			queue.put(Envelope.of("m5", "text"));
			settleDown();
			assertThat(arrived).isEmpty();
			first.ack();
			Delivery fifth = arrived.poll(60, TimeUnit.SECONDS);
			assertThat(fifth).isNotNull();
			assertThat(fifth.envelope().id()).isEqualTo("m5");
		}
	}

	@Test
	void twoNodesShareAQueueAndEachMessageIsHandedOutOnce() throws Exception {
		int messages = 200;
		Queue<String> seen = new ConcurrentLinkedQueue<>();
		CountDownLatch done = new CountDownLatch(messages);
		try (JdbcQueueProvider second = new JdbcQueueProvider(this.dataSource, QUICK)) {
			List<WorkerQueue> nodes = List.of(this.provider.open(spec("shared")), second.open(spec("shared")));
			for (int i = 0; i < messages; i++) {
				nodes.get(i % 2).put(Envelope.of("m" + i, "text"));
			}
			for (WorkerQueue node : nodes) {
				node.subscribe((delivery) -> {
					seen.add(delivery.envelope().id());
					delivery.ack();
					done.countDown();
				});
			}
			assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
			settleDown();
		}
		assertThat(seen).hasSize(messages).doesNotHaveDuplicates();
	}

	@Test
	void whatAnEngineInADatabaseCannotDoIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.provider
				.open(QueueSpec.named("q").codec(TextCodec.INSTANCE).clusterSequential(true).build()))
			.withMessageContaining("CLUSTER_SEQUENTIAL");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.provider
				.open(QueueSpec.named("q").codec(TextCodec.INSTANCE).kind(QueueSpec.Kind.SIGNAL).build()))
			.withMessageContaining("SIGNAL");
		assertThatIllegalArgumentException().isThrownBy(() -> this.provider.open(QueueSpec.named("q").build()))
			.withMessageContaining("no codec");
	}

	private static QueueSpec spec(String name) {
		return QueueSpec.named(name).codec(TextCodec.INSTANCE).build();
	}

	static HikariDataSource pool(String url) {
		return pool(url, true);
	}

	static HikariDataSource pool(String url, boolean autoCommit) {
		HikariConfig config = new HikariConfig();
		config.setAutoCommit(autoCommit);
		config.setJdbcUrl(url);
		config.setMaximumPoolSize(10);
		return new HikariDataSource(config);
	}

	@AfterEach
	void closeEngine() {
		this.provider.close();
		this.dataSource.close();
	}

	@Override
	protected int many() {
		return 300;
	}

	@Override
	protected void pass(Duration time) {
		linger(time);
	}

	/** Some looks into the table. */
	@Override
	protected void settleDown() {
		linger(Duration.ofMillis(300));
	}

	private static void linger(Duration time) {
		try {
			new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
