package io.atasker.actuate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

import io.atasker.worker.BackgroundIntervalWorker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Bodies that are no bodies of ours: answered with the reason, and nothing changes.
 */
@Tag("waiting")
@OnBothStacks
class RequestBodyTests extends EndpointTests {

	@AfterEach
	void leaveConnections() {
		this.server.newConnections();
	}

	@ParameterizedTest
	@EnumSource
	void badBodiesChangeNothing(BadBody body) {
		BackgroundIntervalWorker worker = interval();
		for (String path : new String[] { "/workers/" + worker.name(), "/workers/" + worker.name() + "/stop" }) {
			HttpResponse<String> response = this.server.post(path, body.contentType,
					BodyPublishers.ofByteArray(body.content.get()));
			this.server.newConnections();
			assertError(response, body.status, body.reason);
		}
		assertThat(worker.snapshot().overrides()).isEmpty();
		assertThat(worker.isStarted()).isTrue();
	}

	@Test
	void largeBodiesOfUnknownLengthAreRefusedToo() {
		BackgroundIntervalWorker worker = interval();
		byte[] large = new byte[1024 * 1024];
		HttpResponse<String> response = this.server.post("/workers/" + worker.name() + "/stop", EndpointServer.JSON,
				BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)));
		assertError(response, 413, "64 KiB");
		assertThat(worker.isStarted()).isTrue();
	}

	/**
	 * Who sends all before it reads would find a closed connection, not the answer.
	 */
	@Test
	void answerWaitsForABodyThatIsOnItsWay() throws IOException {
		String path = "/workers/" + interval().name() + "/stop";
		byte[] half = new byte[512 * 1024];
		try (Socket socket = this.server.connect()) {
			OutputStream output = socket.getOutputStream();
			output
				.write("POST /actuator%s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
					.formatted(path, EndpointServer.JSON, 2 * half.length)
					.getBytes(StandardCharsets.US_ASCII));
			output.write(half);
			socket.setSoTimeout(500);
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(socket.getInputStream()::read);
			output.write(half);
			socket.setSoTimeout(60_000);
			assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
				.isEqualTo("HTTP/1.1 413");
		}
	}

	@Test
	void hugeBodiesAreNotRead() {
		BackgroundIntervalWorker worker = interval();
		byte[] huge = new byte[30 * 1024 * 1024];
		try {
			HttpResponse<String> response = this.server.post("/workers/" + worker.name() + "/stop", EndpointServer.JSON,
					BodyPublishers.ofByteArray(huge));
			assertError(response, 413, "64 KiB");
		}
		catch (UncheckedIOException ex) {
			// The server may also hang up before all is sent.
		}
		assertThat(worker.isStarted()).isTrue();
	}

	@Test
	void bodiesUpToTheLimitAreTaken() {
		BackgroundIntervalWorker worker = interval();
		String reason = "{\"reason\":\"%s\"}";
		int room = RequestGuard.LARGEST_BODY - reason.length() + 2;
		assertThat(this.server.post("/workers/" + worker.name() + "/trigger", reason.formatted("x".repeat(room)))
			.statusCode()).isEqualTo(200);
		assertError(this.server.post("/workers/" + worker.name() + "/trigger", reason.formatted("x".repeat(room + 1))),
				413, "64 KiB");
	}

	@Test
	void absentOrEmptyValuesCountAsAbsent() {
		BackgroundIntervalWorker worker = interval();
		assertThat(this.server.post("/workers/" + worker.name() + "/trigger", "{\"ifIdle\":null,\"reason\":\"\"}")
			.statusCode()).isEqualTo(200);
		assertThat(this.server.post("/workers/" + worker.name() + "/trigger", "{}").statusCode()).isEqualTo(200);
	}

	@Test
	void valuesMayComeInTheQueryOnce() {
		BackgroundIntervalWorker worker = interval();
		String path = "/workers/" + worker.name() + "/trigger";
		assertThat(this.server.post(path + "?ifIdle=true").statusCode()).isEqualTo(200);
		assertError(this.server.post(path + "?reason=a&reason=b"), 400, "reason must be given once");
		assertError(this.server.post(path + "?nothing=a"), 400, "unknown key 'nothing'");
	}

	/**
	 * A body that is refused.
	 */
	enum BadBody {

		LARGE(413, "64 KiB", () -> " ".repeat(1024 * 1024)),

		BLANK(400, "not valid JSON", () -> "  "),

		CUT_OFF(400, "not valid JSON", () -> "{\"reason\":"),

		TRAILING(400, "not valid JSON", () -> "{\"priority\":\"LOW\"} x"),

		TWO_OBJECTS(400, "not valid JSON", () -> "{\"priority\":\"LOW\"}{}"),

		ARRAY(400, "must be a JSON object of plain values", () -> "[\"LOW\"]"),

		SCALAR(400, "must be a JSON object of plain values", () -> "\"LOW\""),

		NULL(400, "must be a JSON object of plain values", () -> "null"),

		NESTED_OBJECT(400, "must be a JSON object of plain values", () -> "{\"priority\":{\"a\":1}}"),

		NESTED_ARRAY(400, "must be a JSON object of plain values", () -> "{\"priority\":[\"LOW\"]}"),

		DEEP(400, "must be a JSON object of plain values",
				() -> "{\"a\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}"),

		DUPLICATE_KEY(400, "names a key twice", () -> "{\"priority\":\"LOW\",\"priority\":\"HIGH\"}"),

		NOT_UTF_8(400, "not valid JSON", "application/json",
				() -> "{\"priority\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1)),

		OTHER_CHARSET(415, "UTF-8", "application/json;charset=ISO-8859-1",
				() -> "{\"priority\":\"LOW\"}".getBytes(StandardCharsets.ISO_8859_1)),

		EBCDIC(415, "UTF-8", "application/json;charset=IBM037",
				() -> "{\"priority\":\"LOW\"}".getBytes(Charset.forName("IBM037")));

		private final int status;

		private final String reason;

		private final String contentType;

		private final Supplier<byte[]> content;

		BadBody(int status, String reason, Supplier<String> content) {
			this(status, reason, EndpointServer.JSON, () -> content.get().getBytes(StandardCharsets.UTF_8));
		}

		BadBody(int status, String reason, String contentType, Supplier<byte[]> content) {
			this.status = status;
			this.reason = reason;
			this.contentType = contentType;
			this.content = content;
		}

	}

}
