package io.atasker.cluster.lease;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

import javax.sql.DataSource;

import io.atasker.testsupport.ChildJvm;
import io.atasker.testsupport.LeakGuard;
import io.atasker.testsupport.LocalRedis;
import io.atasker.testsupport.PostgresServer;
import io.atasker.testsupport.TcpProxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two nodes, each a JVM, with one worker that is to run on one of them; what is done to
 * them, and to their database, is what is done to real ones.
 */
@Tag("long")
@ExtendWith(LeakGuard.class)
class FailoverTests {

	private static final Duration TTL = Duration.ofSeconds(12);

	/** How long a run takes where it does not matter. */
	private static final Duration RUN = Duration.ofMillis(50);

	/** What a busy machine may add to what is promised. */
	private static final Duration SLACK = Duration.ofSeconds(30);

	private final String url = PostgresServer.newDatabase();

	private final DataSource dataSource = PostgresServer.dataSource(this.url);

	private ChildJvm one;

	private ChildJvm two;

	@BeforeEach
	void createTable() throws SQLException {
		execute(NodeApplication.TABLE);
	}

	private void start(Duration ttl, Duration run) throws SQLException {
		this.one = start("one", ttl, run);
		await().until(() -> runs("one") > 0);
		this.two = start("two", ttl, RUN);
		this.two.awaitLine("up");
		this.two.awaitLine("state STANDBY");
		assertThat(runs("two")).isZero();
	}

	@AfterEach
	void close() {
		if (this.one != null) {
			this.one.close();
		}
		if (this.two != null) {
			this.two.close();
		}
	}

	private ChildJvm start(String name, Duration ttl, Duration run) {
		return ChildJvm.start(ChildJvm.currentJava(), NodeApplication.class, this.url, name, ttl.toSeconds() + "s",
				Long.toString(run.toMillis()));
	}

	@Test
	void otherNodeTakesOverFromOneThatIsKilled() throws Exception {
		start(TTL, RUN);
		this.one.kill();
		await().until(() -> runs("two") > 2);
		assertThat(takeover()).isLessThan(TTL.plusSeconds(1).plus(SLACK));
		assertThat(overlaps()).isZero();
		// It comes back, and stands by.
		this.one.awaitExit(Duration.ofSeconds(60));
		long before = runs("one");
		this.one = start("one", TTL, RUN);
		this.one.awaitLine("state STANDBY");
		long goesOn = runs("two");
		await().until(() -> runs("two") > goesOn + 2);
		assertThat(runs("one")).isEqualTo(before);
	}

	@Test
	void otherNodeTakesOverFromOneThatIsStopped() throws Exception {
		// Long enough to see that nobody waits for its end.
		start(Duration.ofSeconds(60), RUN);
		this.one.terminate();
		await().until(() -> runs("two") > 2);
		assertThat(takeover()).isLessThan(Duration.ofSeconds(1).plus(SLACK));
		assertThat(overlaps()).isZero();
	}

	@Test
	void nodeThatWasHeldIsToldToStop() throws Exception {
		// One run that would go on for long.
		start(TTL, Duration.ofMinutes(10));
		this.one.hold(TTL.plusSeconds(2));
		this.one.awaitLine("interrupted");
		await().until(() -> runs("two") > 2);
		assertThat(runs("one")).isOne();
		assertThat(overlaps()).isZero();
	}

	@Test
	void nodesStopWhenTheDatabaseIsFrozen() throws Exception {
		start(TTL, RUN);
		int lines = this.one.lineCount();
		try (PostgresServer.Frozen frozen = PostgresServer.freeze()) {
			// What it runs waits for the database itself, and does not heed the
			// interrupt.
			this.one.awaitLine("state LOST_STILL_RUNNING", lines);
		}
		long before = runs("one") + runs("two");
		await().until(() -> runs("one") + runs("two") > before + 2);
		// What had been sent to the database is done when it wakes up.
		assertThat(overlaps()).isLessThanOrEqualTo(1);
	}

	/** Nobody is told that it is cut: what is sent is neither answered nor refused. */
	@Test
	void nodeThatIsCutOffIsInterruptedAndTheOtherTakesOver() throws Exception {
		try (TcpProxy network = TcpProxy.to(PostgresServer.port(this.url))) {
			this.one = ChildJvm.start(ChildJvm.currentJava(), NodeApplication.class, network.through(this.url), "one",
					TTL.toSeconds() + "s", Long.toString(Duration.ofMinutes(10).toMillis()));
			await().until(() -> runs("one") > 0);
			this.two = start("two", TTL, RUN);
			this.two.awaitLine("state STANDBY");
			int lines = this.one.lineCount();
			network.cut();
			long cut = System.nanoTime();
			this.one.awaitLine("interrupted", lines);
			assertThat(Duration.ofNanos(System.nanoTime() - cut)).isLessThan(TTL.plus(SLACK));
			await().until(() -> runs("two") > 2);
			assertThat(Duration.ofNanos(System.nanoTime() - cut)).isLessThan(TTL.plusSeconds(1).plus(SLACK));
			network.restore();
			this.one.awaitLine("state STANDBY", lines);
			long before = runs("two");
			await().until(() -> runs("two") > before + 2);
			assertThat(runs("one")).isOne();
			assertThat(overlaps()).isZero();
		}
	}

	@Test
	void leasesInRedisAreTakenOverFromANodeThatIsKilled() throws Exception {
		try (LocalRedis redis = LocalRedis.start()) {
			String port = Integer.toString(redis.port());
			this.one = startWithRedis("one", port);
			await().until(() -> runs("one") > 0);
			this.two = startWithRedis("two", port);
			this.two.awaitLine("state STANDBY");
			assertThat(runs("two")).isZero();
			this.one.kill();
			await().until(() -> runs("two") > 2);
			assertThat(takeover()).isLessThan(TTL.plusSeconds(1).plus(SLACK));
			assertThat(overlaps()).isZero();
		}
	}

	private ChildJvm startWithRedis(String name, String port) {
		return ChildJvm.start(ChildJvm.currentJava(), NodeApplication.class, this.url, name, TTL.toSeconds() + "s",
				Long.toString(RUN.toMillis()), port);
	}

	/** From the last run of the first node to the first one of the second. */
	private Duration takeover() throws SQLException {
		return Duration.ofMillis(number("select (extract(epoch from (select min(begun) from runs where node = 'two'))"
				+ " - extract(epoch from (select max(begun) from runs where node = 'one'"
				+ " and begun < (select min(begun) from runs where node = 'two')))) * 1000"));
	}

	/** How many runs of the first node have ended after one of the second had begun. */
	private long overlaps() throws SQLException {
		return number("select count(distinct a.id) from runs a join runs b on a.node = 'one' and b.node = 'two'"
				+ " and a.begun < coalesce(b.ended, b.begun) and b.begun < coalesce(a.ended, a.begun)");
	}

	private long runs(String node) throws SQLException {
		return number("select count(*) from runs where node = '%s'".formatted(node));
	}

	private long number(String query) throws SQLException {
		try (Connection connection = this.dataSource.getConnection();
				Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery(query)) {
			result.next();
			return result.getLong(1);
		}
	}

	private void execute(String sql) throws SQLException {
		try (Connection connection = this.dataSource.getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

}
