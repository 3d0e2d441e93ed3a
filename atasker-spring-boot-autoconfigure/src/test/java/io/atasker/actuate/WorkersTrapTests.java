package io.atasker.actuate;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

import io.atasker.worker.BackgroundQueueWorker;
import io.atasker.worker.BackgroundWorker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@OnBothStacks
class WorkersTrapTests extends EndpointTests {

	@ParameterizedTest
	@ValueSource(strings = { "?worker=%s", "?action=stop", "?%%77orker=%s", "?worker=a&worker=%s" })
	void pathCannotBeReplacedByTheQuery(String query) {
		BackgroundWorker named = event();
		BackgroundWorker other = event();
		assertError(this.server.post("/workers/" + named.name() + "/stop" + query.formatted(other.name())), 400,
				"are taken from the path");
		assertThat(named.isStarted()).isTrue();
		assertThat(other.isStarted()).isTrue();
		assertError(this.server.get("/workers/" + named.name() + "?worker=" + other.name()), 400,
				"are taken from the path");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"worker\":\"%s\"}", "{\"action\":\"purge\"}", "{\"\\u0077orker\":\"%s\"}",
			"{\"reason\":\"x\",\"worker\":\"%s\",\"action\":\"stop\"}" })
	void pathCannotBeReplacedByTheBody(String body) {
		BackgroundWorker named = event();
		BackgroundWorker other = event();
		assertError(this.server.post("/workers/" + named.name() + "/stop", body.formatted(other.name())), 400,
				"are taken from the path");
		assertThat(named.isStarted()).isTrue();
		assertThat(other.isStarted()).isTrue();
	}

	@Test
	void takesNoPostThatIsNotJson() {
		BackgroundWorker worker = event();
		for (String path : List.of("/workers/" + worker.name() + "/stop", "/workers/" + worker.name(),
				"/supervisors/default")) {
			assertThat(this.server.send(this.server.request(path).POST(BodyPublishers.noBody())).statusCode())
				.isEqualTo(415);
			for (String type : List.of("application/x-www-form-urlencoded", "text/plain",
					"multipart/form-data; boundary=x", "application/xml")) {
				assertThat(this.server.post(path, type, BodyPublishers.ofString("reason=x")).statusCode())
					.isEqualTo(415);
			}
		}
		assertThat(worker.isStarted()).isTrue();
	}

	@Test
	void sendsNoHeadersThatLetOtherSitesIn() {
		HttpResponse<String> response = this.server.send(this.server.request("/workers/" + event().name() + "/stop")
			.header("Origin", "https://evil.example")
			.header("Access-Control-Request-Method", "POST")
			.header("Access-Control-Request-Headers", "content-type")
			.method("OPTIONS", BodyPublishers.noBody()));
		assertThat(response.headers().map().keySet()).noneMatch((name) -> name.startsWith("access-control-allow"));
	}

	@Test
	void answersWhenAnOperationThrowsAnError() {
		BackgroundQueueWorker<Bomb> worker = queue(Bomb.class);
		long begin = System.nanoTime();
		HttpResponse<String> response = this.server.post("/workers/" + worker.name() + "/put",
				"{\"item\":\"{\\\"depth\\\":1}\"}");
		assertError(response, 500, "the operation failed: java.lang.StackOverflowError");
		assertThat(response.body()).hasSizeLessThan(1100).doesNotContain("\\tat ");
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(PATIENCE);
		assertError(this.server.post("/workers/" + worker.name() + "/put", "{\"item\":\"{\\\"depth\\\":0}\"}"), 500,
				"the operation failed: java.lang.OutOfMemoryError: pretended");
	}

	/**
	 * An item that cannot be made.
	 */
	record Bomb(int depth) {

		Bomb {
			if (depth == 0) {
				throw new OutOfMemoryError("pretended");
			}
			new Bomb(depth + 1);
		}

	}

}
