package io.atasker.sample;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.atasker.sample.RunningCluster.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The launcher of several instances, as a program. What the instances do together is
 * tested with the page.
 */
@Tag("long")
@Timeout(300)
class SampleClusterTests {

	@TempDir
	Path folder;

	@Test
	void instancesDoNotOutliveALauncherThatIsKilled() throws Exception {
		try (RunningCluster cluster = RunningCluster.start(this.folder, "--instances=1", "--server.port=0")) {
			cluster.members(1);
			assertThat(cluster.alive().count()).isPositive();
			cluster.launcher().destroyForcibly().waitFor();
			eventually().until(() -> cluster.alive().findAny().isEmpty());
		}
	}

	@Test
	void aTakenPortIsReplacedAndTheEndOfTheLastInstanceIsTheEnd() throws Exception {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				RunningCluster cluster = RunningCluster.start(this.folder, "--instances=1",
						"--server.port=" + taken.getLocalPort())) {
			RunningCluster.Member member = cluster.members(1).get(0);
			assertThat(member.port()).isNotEqualTo(taken.getLocalPort());
			assertThat(cluster.output()).contains("Port " + taken.getLocalPort() + " is taken");
			member.kill();
			assertThat(cluster.launcher().waitFor(40, TimeUnit.SECONDS)).isTrue();
			assertThat(cluster.launcher().exitValue()).isEqualTo(1);
			assertThat(cluster.output())
				.contains("Instance 1, process " + member.pid() + ", has ended with exit code 137")
				.contains("No instance is left");
		}
	}

	@Test
	void aDatabaseThatCannotBeReachedEndsItAfterTheFirstInstance() throws Exception {
		assertFails(List.of("--spring.datasource.url=jdbc:h2:tcp://127.0.0.1:1/none",
				"--spring.datasource.hikari.initialization-fail-timeout=1"), 1, "The others are not started");
	}

	@Test
	void instancesShareAPostgresThatIsGiven() throws Exception {
		try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().setPGStartupWait(Duration.ofMinutes(1)).start();
				RunningCluster cluster = RunningCluster.start(this.folder, "--instances=2", "--server.port=0",
						"--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"))) {
			Visitor second = cluster.members(2).get(1).visitor();
			eventually().untilAsserted(() -> assertThat(second.shown()).contains("night.jpg", "tiny.png"));
			eventually().untilAsserted(() -> assertThat(second.worker("gallery").at("/nodes")).hasSize(2));
			assertThat(second.worker("thumbnails").at("/queue/provider").asString()).isEqualTo("jdbc");
			assertThat(second.worker("gallery").at("/state").asString()).isEqualTo("STANDBY");
			assertThat(this.folder.resolve("data")).isDirectoryNotContaining("glob:**.db");
		}
	}

	@Test
	void aWrongNumberIsRefused() throws Exception {
		assertFails(List.of("--instances=many"), 2, "'--instances=many' is wrong");
		assertFails(List.of("--instances=10"), 2, "between 1 and 9");
	}

	private void assertFails(List<String> arguments, int code, String message)
			throws IOException, InterruptedException {
		try (RunningCluster cluster = RunningCluster.start(this.folder, arguments.toArray(String[]::new))) {
			assertThat(cluster.launcher().waitFor(60, TimeUnit.SECONDS)).isTrue();
			assertThat(cluster.launcher().exitValue()).isEqualTo(code);
			assertThat(cluster.output()).contains(message);
		}
	}

}
