package io.atasker.cluster.view;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import io.atasker.cluster.ClusterSnapshot;
import io.atasker.cluster.ClusterUnavailableException;
import io.atasker.cluster.lease.LeaseTable;
import io.atasker.testsupport.ChildJvm;
import io.atasker.testsupport.LeakGuard;
import io.atasker.testsupport.PostgresServer;
import io.atasker.worker.BackgroundEventWorker;
import io.atasker.worker.WorkerState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * A node in a JVM of its own and one here, with a PostgreSQL between them; what is done
 * to the JVM and to the database is what is done to real ones.
 */
@Tag("long")
@ExtendWith(LeakGuard.class)
class ClusterMembersTests {

	private final String url = PostgresServer.newDatabase();

	private final DataSource dataSource = PostgresServer.dataSource(this.url);

	private final AtomicInteger reports = new AtomicInteger();

	private final AtomicInteger mails = new AtomicInteger();

	private ChildJvm child;

	private TestNode here;

	@BeforeEach
	void startNodes() throws SQLException {
		new LeaseTable(this.dataSource, "atasker_lease").create();
		this.child = child();
		this.child.awaitLine("mail is STARTED");
		this.child.awaitLine("state report STARTED");
		this.here = new TestNode(this.dataSource, "shop", "here");
		this.here.event("mail", this.mails);
		this.here.event("refresh", new AtomicInteger());
		this.here.single("report", (context) -> this.reports.incrementAndGet());
		this.here.start();
	}

	@AfterEach
	void stopNodes() {
		this.child.close();
		if (this.here != null) {
			this.here.close();
		}
	}

	private ChildJvm child() {
		return ChildJvm.start(ChildJvm.currentJava(), MemberApplication.class, this.url, "child");
	}

	@Test
	void nodeThatWasKilledComesBackStopped() throws Exception {
		this.child.kill();
		assertThat(this.child.awaitExit(Duration.ofSeconds(60))).isTrue();
		this.here.cluster.stop("mail");
		await().until(
				() -> this.here.cluster.snapshot().nodes().stream().noneMatch((node) -> !node.self() && node.alive()));
		this.child = child();
		this.child.awaitLine("mail is STOPPED");
		this.child.awaitLine("state refresh STARTED");
		this.child.close();
		assertThat(this.child.lines()).doesNotContain("state mail STARTED");
	}

	@Test
	void nodeThatWasHeldFollowsWhenItGoesOn() throws Exception {
		CompletableFuture<Void> held = CompletableFuture.runAsync(() -> {
			try {
				this.child.hold(Duration.ofSeconds(5));
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		});
		await().until(() -> this.here.cluster.snapshot().nodes().stream().anyMatch((node) -> !node.alive()));
		int before = this.child.lineCount();
		this.here.cluster.stop("mail");
		this.here.cluster.trigger("refresh");
		held.get(30, TimeUnit.SECONDS);
		this.child.awaitLine("state mail STOPPED", before);
		this.child.awaitLine("run refresh", before);
	}

	@Test
	void triggerIsRepeatedWhenTheNodeThatRanItIsKilled() throws Exception {
		await().until(() -> this.here.worker("report").state() == WorkerState.STANDBY);
		long trigger = this.here.cluster.trigger("report");
		this.child.awaitLine("run report");
		assertThat(served()).isLessThan(trigger);
		assertThat(this.reports).hasValue(0);
		this.child.kill();
		await().until(() -> this.reports.get() == 1);
		await().until(() -> served() == trigger);
		this.here.awaitLooks();
		assertThat(this.reports).hasValue(1);
	}

	@Test
	void nothingIsLostWhileTheDatabaseIsFrozen() throws Exception {
		try (PostgresServer.Frozen frozen = PostgresServer.freeze()) {
			await().until(() -> this.here.cluster.snapshot().stale());
			ClusterSnapshot stale = this.here.cluster.snapshot();
			assertThat(stale.error()).startsWith("the database has not answered since 2");
			assertThat(stale.nodes().get(0).self()).isTrue();
			assertThatExceptionOfType(ClusterUnavailableException.class)
				.isThrownBy(() -> this.here.cluster.stop("mail"))
				.withMessageContaining("the command was not written");
			// What it does here does not wait for the database.
			((BackgroundEventWorker) this.here.worker("mail")).trigger();
			await().until(() -> this.mails.get() == 1);
		}
		await().until(() -> !this.here.cluster.snapshot().stale());
		assertThat(this.here.worker("mail").state()).isEqualTo(WorkerState.STARTED);
		int before = this.child.lineCount();
		await().ignoreExceptions().until(() -> this.here.cluster.stop("mail") > 0);
		this.child.awaitLine("state mail STOPPED", before);
	}

	private long served() {
		Long served = new JdbcTemplate(this.dataSource)
			.queryForObject("select served from atasker_worker_state where worker = 'report'", Long.class);
		return (served != null) ? served : -1;
	}

}
