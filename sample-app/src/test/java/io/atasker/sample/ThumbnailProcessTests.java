package io.atasker.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.http.HttpStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The child processes of the application: who ends them, and that nothing is left of
 * them.
 */
@Tag("long")
class ThumbnailProcessTests {

	@TempDir
	Path folder;

	@Test
	void aPictureThatTakesTooLongCostsItsProcess() throws IOException {
		Path inbox = Files.createDirectory(this.folder.resolve("inbox"));
		Files.write(inbox.resolve("first.png"), TestPictures.redAndBlue("png", 30, 20));
		try (RunningSample sample = RunningSample.start(this.folder)) {
			Visitor visitor = new Visitor(sample.port());
			eventually().untilAsserted(() -> assertThat(visitor.shown()).containsExactly("first.png"));
			// What is there may be taken, and no other.
			eventually().until(() -> pids(visitor).size() == 2);
			List<Long> before = pids(visitor);
			eventually()
				.until(() -> visitor.worker("watch").at("/current/0/progress/message").asString().equals("watching"));
			assertThat(visitor.set("thumbnails", "timeout", "20ms").getStatusCode()).isEqualTo(HttpStatus.OK);
			visitor.upload("slow.png", TestPictures.slow());
			eventually().untilAsserted(() -> assertThat(visitor.gallery())
				.contains("<li><b>slow.png</b> took too long, so its process was killed"));
			eventually().untilAsserted(
					() -> assertThat(visitor.worker("thumbnails").at("/executions/failed").asInt()).isEqualTo(1));
			eventually().untilAsserted(() -> assertThat(before).anyMatch((pid) -> !isAlive(pid)));
			visitor.set("thumbnails", "timeout", "1m");
			visitor.upload("next.png", TestPictures.redAndBlue("png", 30, 20));
			eventually()
				.untilAsserted(() -> assertThat(visitor.shown()).containsExactlyInAnyOrder("first.png", "next.png"));
		}
	}

	@Test
	void nothingIsLeftWhenTheApplicationIsClosed() throws IOException {
		List<Long> pids;
		try (RunningSample sample = RunningSample.start(this.folder)) {
			pids = pidsWhenDone(new Visitor(sample.port()));
			assertThat(pids).allMatch(ThumbnailProcessTests::isAlive);
		}
		eventually().untilAsserted(() -> assertThat(pids).noneMatch(ThumbnailProcessTests::isAlive));
		try (Stream<Path> thumbnails = Files.list(this.folder.resolve("data/thumbnails"))) {
			assertThat(thumbnails).hasSize(7).allMatch((file) -> file.toString().endsWith(".jpg"));
		}
	}

	@Test
	void nothingIsLeftWhenTheApplicationIsToldToEnd() throws Exception {
		try (SampleJvm sample = SampleJvm.start(this.folder)) {
			Visitor visitor = new Visitor(sample.port());
			List<Long> pids = pidsWhenDone(visitor);
			assertThat(visitor.get("/actuator/health").getBody()).contains("\"status\":\"UP\"");
			sample.terminate();
			assertThat(sample.process().waitFor(40, TimeUnit.SECONDS)).as("ended by itself").isTrue();
			assertThat(sample.process().exitValue()).isEqualTo(143);
			eventually().untilAsserted(() -> assertThat(pids).noneMatch(ThumbnailProcessTests::isAlive));
		}
	}

	@Test
	void nothingIsLeftWhenTheApplicationIsKilled() throws Exception {
		try (SampleJvm sample = SampleJvm.start(this.folder)) {
			List<Long> pids = pidsWhenDone(new Visitor(sample.port()));
			sample.process().destroyForcibly().waitFor();
			eventually().untilAsserted(() -> assertThat(pids).noneMatch(ThumbnailProcessTests::isAlive));
		}
	}

	/** The children that are left when the bomb has had its own one. */
	private static List<Long> pidsWhenDone(Visitor visitor) {
		visitor.act("scan", "trigger");
		eventually().untilAsserted(() -> {
			assertThat(visitor.gallery()).contains("<b>bomb.png</b> child process", "<b>broken.png</b>");
			assertThat(visitor.shown()).hasSize(7);
			assertThat(visitor.processes().isEmpty()).isFalse();
		});
		return pids(visitor);
	}

	private static List<Long> pids(Visitor visitor) {
		return visitor.processes().values().stream().map((child) -> child.at("/pid").asLong()).toList();
	}

	private static boolean isAlive(long pid) {
		return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
	}

	private static ConditionFactory eventually() {
		return Awaitility.await().atMost(Duration.ofSeconds(60));
	}

}
