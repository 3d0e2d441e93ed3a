package io.atasker.actuate;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

import io.atasker.worker.BackgroundEventWorker;
import io.atasker.worker.ContextExecutor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Names in paths match exactly or not at all.
 */
@OnBothStacks
class WorkerNamesInPathsTests extends EndpointTests {

	@ParameterizedTest
	@ValueSource(strings = { "%%2e%%2e", "..%%2f..", "%%s%%0d%%0aX-Evil:%%201", "%%s%%00", "%%s%%2F", "%%ff%%fe",
			"%%s%%ff", "%%F0%%9F%%98%%80", "%%E2%%80%%A8", "%%1b%%5b31m", "%%s.", "%%s-", "%%s%%20", "W%%s", "-", "_" })
	void otherNamesAreUnknown(String name) {
		BackgroundEventWorker worker = event();
		String path = name.replace("%%s", worker.name()).replace("%%", "%");
		for (String action : new String[] { "", "/executions", "/stop" }) {
			int status = raw((action.equals("/stop") ? "POST" : "GET"), "/actuator/workers/" + path + action);
			assertThat(status).as(path + action).isIn(400, 404);
		}
		assertThat(worker.isStarted()).isTrue();
	}

	@Test
	void caseAndPunctuationMatter() {
		BackgroundEventWorker worker = register(
				this.server.workers().define("Two-Words-" + name()).event().executor((ContextExecutor) (context) -> {
				}));
		for (String name : new String[] { worker.name().toLowerCase(), worker.name().replace('-', '_'),
				worker.name().replace("-", "") }) {
			assertError(this.server.post("/workers/" + name + "/stop"), 404, "there is no worker '" + name + "'",
					"there is '" + worker.name() + "'");
		}
		assertThat(worker.isStarted()).isTrue();
	}

	@Test
	void pathParametersAreNoPartOfAName() {
		BackgroundEventWorker worker = event();
		HttpResponse<String> response = this.server.post("/workers/" + worker.name() + ";x=1/stop;y=2");
		assertThat(response.statusCode()).isIn(200, 400, 404);
	}

	@Test
	void unknownNamesComeBackSafely() {
		HttpResponse<String> response = this.server.get("/workers/a%E2%80%A8b%0Ac%3Cimg%20src=x%20onerror=1%3E");
		assertThat(response.statusCode()).isIn(400, 404);
		assertThat(response.body()).doesNotContain("\u2028", "\n", "\\n");
		assertThat(this.server.get("/workers/" + "x".repeat(4000)).body()).hasSizeLessThan(1200);
	}

	/** Sends a path as it is, which no HTTP client does. */
	private int raw(String method, String path) {
		URI base = this.server.request("").build().uri();
		try (Socket socket = new Socket(base.getHost(), base.getPort())) {
			socket.setSoTimeout(60_000);
			socket.getOutputStream()
				.write(("%s %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 0\r\n"
						+ "Connection: close\r\n\r\n")
					.formatted(method, path)
					.getBytes(StandardCharsets.US_ASCII));
			return status(socket.getInputStream());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static int status(InputStream response) throws IOException {
		String text = new String(response.readAllBytes(), StandardCharsets.UTF_8);
		assertThat(text).startsWith("HTTP/1.1 ").doesNotContain("\nX-Evil: 1", "\u001b");
		return Integer.parseInt(text.substring(9, 12));
	}

}
