package io.atasker.actuate;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import io.atasker.actuate.EndpointApplication.Audited;
import io.atasker.worker.BackgroundEventWorker;
import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.ContextExecutor;
import io.atasker.worker.WorkerState;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoint of workers where there is a view of all nodes.
 */
@Tag("waiting")
@OnBothStacks
class ClusterEndpointTests extends EndpointTests {

	private static final AtomicInteger DATABASES = new AtomicInteger();

	@Override
	Class<?> application() {
		return Application.class;
	}

	@Override
	List<String> properties() {
		List<String> properties = new ArrayList<>(super.properties());
		properties.addAll(List.of("atasker.cluster.view.enabled=true", "atasker.cluster.view.poll-interval=50ms",
				"atasker.cluster.name=shop", "atasker.node-id=one"));
		return properties;
	}

	private JdbcTemplate database() {
		return new JdbcTemplate(this.server.bean(DataSource.class));
	}

	@Test
	void showsEachNode() {
		BackgroundWorker worker = event();
		database().update("delete from atasker_node where node = 'another'");
		database().update(
				"insert into atasker_node (cluster_name, node, instance, started_at, seen_at, report) values "
						+ "('shop', 'another', 'x', current_timestamp, current_timestamp + interval '1' hour, ?)",
				worker.name() + " STANDBY STARTED 3\n");
		String path = "/workers/" + worker.name();
		await(() -> this.server.get(path).body().contains("another"));
		assertThat(this.server.get(path).body())
			.containsPattern("\"nodes\":\\[\\{\"node\":\"one\",\"self\":true,\"alive\":true,\"seen\":\"[^\"]+Z\","
					+ "\"state\":\"STARTED\",\"desired\":\"STARTED\",\"running\":0\\},"
					+ "\\{\"node\":\"another\",\"self\":false,\"alive\":true,\"seen\":\"[^\"]+Z\","
					+ "\"state\":\"STANDBY\",\"desired\":\"STARTED\",\"running\":3\\}\\]");
		assertThat(this.server.get("/workers").body())
			.containsPattern("\"cluster\":\\{\"name\":\"shop\",\"node\":\"one\",\"nodes\":\\[\\{\"node\":\"one\","
					+ "\"self\":true,\"alive\":true,\"seen\":\"[^\"]+Z\",\"started\":\"[^\"]+Z\"\\},"
					+ "\\{\"node\":\"another\",\"self\":false,\"alive\":true,\"seen\":\"[^\"]+Z\","
					+ "\"started\":\"[^\"]+Z\"\\}\\],\"stale\":false\\}");
	}

	@Test
	void tellsAllNodes() {
		AtomicInteger runs = new AtomicInteger();
		BackgroundEventWorker worker = register(this.server.workers()
			.define(name())
			.event()
			.executor((ContextExecutor) (context) -> runs.incrementAndGet()));
		String path = "/workers/" + worker.name();
		long stopped = assertWritten(this.server.post(path + "/stop", "{\"target\":\"ALL\",\"reason\":\"quiet\"}"),
				worker, "stop", "STOPPED", "version");
		assertThat(worker.snapshot().lastChange().reason()).isEqualTo("quiet");
		assertThat(database().queryForList(
				"select desired, changed_by, reason from atasker_worker_state where worker = ?", worker.name()))
			.containsExactly(Map.of("DESIRED", "STOPPED", "CHANGED_BY", "anonymous", "REASON", "quiet"));
		assertThat(this.server.bean(Audited.class).last().getData()).containsEntry("result", "WRITTEN")
			.containsEntry("newState", "STOPPED");
		assertError(this.server.post(path + "/trigger", "{\"target\":\"all\"}"), 409, "is stopped on all nodes");
		assertThat(assertWritten(this.server.post(path + "/start", "{\"target\":\"all\"}"), worker, "start", "STARTED",
				"version"))
			.isEqualTo(stopped + 1);
		assertWritten(this.server.post(path + "/trigger", "{\"target\":\"ALL\"}"), worker, "trigger", "STARTED",
				"requested");
		await(() -> runs.get() == 1);
		assertAnswer(this.server.post(path + "/stop", "{\"target\":\"NODE\"}"), worker, "stop", "\"STOPPED\"",
				"STOPPED");
		assertThat(worker.state()).isEqualTo(WorkerState.STOPPED);
	}

	/** Returns the number that the database has, too. */
	private long assertWritten(HttpResponse<String> response, BackgroundWorker worker, String action, String state,
			String column) {
		Long version = database().queryForObject("select " + column + " from atasker_worker_state where worker = ?",
				Long.class, worker.name());
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		assertThat(response.body()).isEqualTo(
				"{\"worker\":\"%s\",\"action\":\"%s\",\"result\":\"WRITTEN\",\"state\":\"%s\",\"target\":\"ALL\",\"version\":%d}"
					.formatted(worker.name(), action, state, version));
		assertThat(version).isNotNull();
		return version;
	}

	@Test
	void refusesWhatCannotGoToAllNodes() {
		BackgroundWorker worker = event();
		String path = "/workers/" + worker.name();
		assertError(this.server.post(path + "/restart", "{\"target\":\"ALL\"}"), 400, "restart is for one node",
				"start, stop and trigger");
		assertError(this.server.post(path + "/stop", "{\"target\":\"ALL\",\"for\":\"1h\"}"), 400,
				"[for] cannot go to all nodes");
		assertError(this.server.post(path + "/stop", "{\"target\":\"MOON\"}"), 400,
				"target must be one of [NODE, ALL]");
		assertError(this.server.post(path + "/cancel", "{\"target\":\"ALL\"}"), 400, "cancel is for one node");
		assertError(this.server.post("/workers/nobody/stop", "{\"target\":\"ALL\"}"), 404, "nobody");
		BackgroundWorker loop = register(
				this.server.workers().define(name()).autoStart(false).executor((ContextExecutor) (context) -> {
				}));
		assertError(this.server.post("/workers/" + loop.name() + "/trigger", "{\"target\":\"ALL\"}"), 400,
				"cannot be triggered");
	}

	static class Application extends EndpointApplication {

		@Bean
		DataSource dataSource() {
			return new DriverManagerDataSource(
					"jdbc:h2:mem:endpoint%d;DB_CLOSE_DELAY=-1".formatted(DATABASES.incrementAndGet()));
		}

	}

}
