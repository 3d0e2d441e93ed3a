package io.atasker.cluster.jdbc;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import com.zaxxer.hikari.HikariDataSource;
import io.atasker.queue.DeadLetter;
import io.atasker.queue.Envelope;
import io.atasker.queue.QueueSpec;
import io.atasker.queue.TextCodec;
import io.atasker.queue.WorkerQueue;
import io.atasker.testsupport.LeakGuard;
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
 * Dead letters in the table, while other things happen to them.
 */
@Tag("waiting")
@ExtendWith(LeakGuard.class)
class JdbcDeadLetterTests {

	private static final int MESSAGES = 40;

	private final HikariDataSource database = JdbcQueueContract.pool(PostgresServer.newDatabase());

	private final JdbcTemplate jdbc = new JdbcTemplate(this.database);

	private final JdbcQueueProvider provider = new JdbcQueueProvider(this.database, JdbcQueueContract.QUICK);

	private WorkerQueue queue;

	@BeforeEach
	void open() {
		QueueSchema.create(this.database);
		this.queue = this.provider.open(QueueSpec.named("letters").codec(TextCodec.INSTANCE).credit(4).build());
	}

	@AfterEach
	void close() {
		this.provider.close();
		this.database.close();
	}

	private long rows(String task) {
		return this.jdbc.queryForObject("select count(*) from atasker_queue where task_name = ?", Long.class, task);
	}

	private void putAll() {
		for (int i = 0; i < MESSAGES; i++) {
			this.queue.put(Envelope.of("m" + i, "text"));
		}
	}

	@Test
	void theyAreMovedAndRemovedInTransactionsOfTheirOwn() {
		putAll();
		this.queue.subscribe((delivery) -> delivery.dead(null));
		await().until(() -> rows("letters/dead") == MESSAGES);
		this.queue.close();
		this.queue = this.provider.open(QueueSpec.named("letters").codec(TextCodec.INSTANCE).credit(4).build());
		TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(this.database));
		transaction.executeWithoutResult((status) -> {
			this.jdbc.update("create table something (id int)");
			List<DeadLetter<Envelope>> letters = this.queue.deadLetters().list(MESSAGES);
			assertThat(this.queue.deadLetters().redrive(letters.get(0).id())).isTrue();
			assertThat(this.queue.deadLetters().purge(letters.get(1).id())).isTrue();
			status.setRollbackOnly();
		});
		assertThat(rows("letters")).isOne();
		assertThat(rows("letters/dead")).isEqualTo(MESSAGES - 2);
		assertThat(this.jdbc.queryForObject("select to_regclass('something')", String.class)).isNull();
	}

	/** Each is in one place at any time: in the queue, in a hand or among the dead. */
	@Test
	void redriveThatRacesWithFailuresNeitherLosesNorDoublesAny() {
		AtomicInteger failures = new AtomicInteger();
		this.queue.subscribe((delivery) -> {
			failures.incrementAndGet();
			delivery.dead(null);
		});
		putAll();
		await().until(() -> failures.get() > 0 && rows("letters/dead") > 0);
		int redriven = 0;
		for (int i = 0; i < 20; i++) {
			redriven += this.queue.deadLetters().redriveAll();
			assertThat(this.jdbc.queryForObject("select count(*) from atasker_queue", Long.class)).isEqualTo(MESSAGES);
		}
		await().until(() -> rows("letters/dead") == MESSAGES);
		assertThat(failures.get()).isEqualTo(MESSAGES + redriven);
		assertThat(redriven).isPositive();
		List<String> ids = this.queue.deadLetters().list(1000).stream().map((letter) -> letter.item().id()).toList();
		assertThat(ids).hasSize(MESSAGES).doesNotHaveDuplicates();
	}

}
