package io.atasker.sample;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.imageio.ImageIO;

import io.atasker.queue.DeadLetters;
import io.atasker.worker.BackgroundQueueWorker;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole application with real files, a real database and real HTTP. The scanner looks
 * once only, so that what appears later was noticed by the watcher.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "atasker.workers.scan.interval=1h", "atasker.workers.totals.interval=500ms",
				"atasker.workers.thumbnails.retry.delay=2s" })
@DirtiesContext
class ThumbnailInboxTests {

	private static final Pattern DIED = Pattern.compile("<b>bomb.png</b> child process (\\d+) ");

	@TempDir
	static Path folder;

	@Autowired
	private BackgroundQueueWorker<Picture> thumbnails;

	@Autowired
	private PictureRepository pictures;

	private Path inbox;

	private Visitor visitor;

	@DynamicPropertySource
	static void folders(DynamicPropertyRegistry registry) {
		registry.add("sample.inbox", () -> folder.resolve("inbox").toString());
		registry.add("sample.data", () -> folder.resolve("data").toString());
	}

	@BeforeEach
	void visit(@LocalServerPort int port) {
		this.inbox = folder.resolve("inbox");
		this.visitor = new Visitor(port);
		waitForTheWatcher();
	}

	@Test
	void startsHealthy() {
		assertThat(this.visitor.get("/actuator/health").getBody()).startsWith("{").contains("\"status\":\"UP\"");
	}

	@Test
	void itsOwnPicturesAppearOnTheGallery() {
		this.visitor.act("scan", "trigger");
		eventually()
			.untilAsserted(() -> assertThat(this.visitor.shown()).contains("dots.gif", "night.jpg", "panorama.jpg",
					"salt &amp; pepper.png", "seahorse valley.png", "sunset over the hills.jpg", "tiny.png"));
	}

	@Test
	void thumbnailsAreSmallAndPicturesAreNot() throws IOException {
		this.visitor.act("scan", "trigger");
		eventually().until(() -> this.visitor.shown().contains("panorama.jpg"));
		BufferedImage thumbnail = image(this.visitor.bytes(this.visitor.thumbnail("panorama.jpg")));
		assertThat(thumbnail.getWidth()).isEqualTo(320);
		assertThat(thumbnail.getHeight()).isEqualTo(75);
		String page = this.visitor.gallery();
		String link = page.substring(page.lastIndexOf("/pictures/", page.indexOf("panorama.jpg")));
		BufferedImage picture = image(this.visitor.bytes(link.substring(0, link.indexOf('"'))));
		assertThat(picture.getWidth()).isEqualTo(1800);
	}

	@Test
	void aBrokenPictureIsAnErrorOfThatPictureOnly() {
		this.visitor.act("scan", "trigger");
		eventually().untilAsserted(() -> assertThat(this.visitor.gallery()).contains("<li><b>broken.png</b>"));
		assertThat(this.visitor.shown()).doesNotContain("broken.png");
		assertThat(this.visitor.worker("thumbnails").at("/state").asString()).isEqualTo("STARTED");
		eventually().untilAsserted(() -> assertThat(names(this.thumbnails.deadLetters())).contains("broken.png"));
		assertThat(this.visitor.worker("thumbnails").at("/executions/failed").asInt()).isPositive();
		assertThat(this.visitor.deadLetters("thumbnails").at("/dead").asInt()).isPositive();
	}

	@Test
	void aBombCostsItsProcessAndNothingElse() {
		this.visitor.act("scan", "trigger");
		eventually().untilAsserted(() -> assertThat(this.visitor.gallery()).containsPattern(
				"<li><b>bomb.png</b> child process \\d+ .* ran out of memory, max-heap is 100.663.296 bytes"));
		assertThat(this.visitor.shown()).doesNotContain("bomb.png");
		eventually().untilAsserted(() -> assertThat(this.thumbnails.deadLetters().list(100))
			.filteredOn((letter) -> letter.item().name().equals("bomb.png"))
			.singleElement()
			.satisfies((letter) -> assertThat(letter.attempts()).isEqualTo(1)));
		TestPictures.write(this.inbox.resolve("after the bomb.png"), TestPictures.redAndBlue("png", 10, 10));
		eventually().untilAsserted(() -> assertThat(this.visitor.shown()).contains("after the bomb.png"));
		Matcher died = DIED.matcher(this.visitor.gallery());
		assertThat(died.find()).isTrue();
		long pid = Long.parseLong(died.group(1));
		assertThat(ProcessHandle.of(pid)).isEmpty();
		assertThat(this.visitor.processes().values()).isNotEmpty()
			.noneMatch((child) -> child.at("/pid").asLong() == pid)
			.anyMatch((child) -> child.at("/runs").asInt() > 0);
		assertThat(this.visitor.worker("thumbnails").at("/executor").asString()).isEqualTo("PROCESS");
		startsHealthy();
	}

	@Test
	void foreignPagesThatPretendToBeThisMachineAreRefused(@LocalServerPort int port) throws IOException {
		String request = "POST /actuator/workers/scan/stop HTTP/1.1\r\nHost: evil.example:" + port
				+ "\r\nOrigin: http://evil.example\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"
				+ "Connection: close\r\n\r\n{}";
		try (Socket socket = new Socket("127.0.0.1", port)) {
			socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
			assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
				.startsWith("HTTP/1.1 403");
		}
		assertThat(this.visitor.worker("scan").at("/state").asString()).isEqualTo("STARTED");
	}

	@Test
	void aLinkToAnotherFileIsNotServed() throws IOException {
		Path secret = Files.writeString(folder.resolve("secret.txt"), "not for everybody");
		Files.createSymbolicLink(this.inbox.resolve("link.png"), secret);
		eventually().untilAsserted(() -> assertThat(this.visitor.gallery()).contains("<li><b>link.png</b>"));
		long id = this.pictures.findAll()
			.stream()
			.filter((entry) -> entry.name().equals("link.png"))
			.findAny()
			.orElseThrow()
			.id();
		assertThat(this.visitor.get("/pictures/" + id).getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
	}

	@Test
	void theWatcherNoticesANewPicture() {
		TestPictures.write(this.inbox.resolve("dropped.png"), TestPictures.redAndBlue("png", 640, 400));
		eventually().untilAsserted(() -> assertThat(this.visitor.shown()).contains("dropped.png"));
	}

	@Test
	void aPictureIsTakenWhenItIsComplete() throws IOException {
		byte[] picture = TestPictures.redAndBlue("png", 900, 900);
		Path file = Files.write(this.inbox.resolve("copied slowly.png"), Arrays.copyOf(picture, 100));
		Files.write(file, Arrays.copyOfRange(picture, 100, picture.length), StandardOpenOption.APPEND);
		eventually().untilAsserted(() -> assertThat(this.visitor.shown()).contains("copied slowly.png"));
		assertThat(names(this.thumbnails.deadLetters())).doesNotContain("copied slowly.png");
	}

	@Test
	void aPictureThatIsReplacedHasANewThumbnail() throws IOException {
		Path file = TestPictures.write(this.inbox.resolve("replaced.png"), TestPictures.redAndBlue("png", 10, 10));
		eventually().until(() -> this.visitor.shown().contains("replaced.png"));
		String before = this.visitor.thumbnail("replaced.png");
		Files.write(file, TestPictures.redAndBlue("png", 20, 20));
		eventually()
			.untilAsserted(() -> assertThat(this.visitor.thumbnail("replaced.png")).isNotEmpty().isNotEqualTo(before));
		assertThat(image(this.visitor.bytes(this.visitor.thumbnail("replaced.png"))).getWidth()).isEqualTo(20);
	}

	@Test
	void takesPicturesOverHttp() {
		byte[] picture = TestPictures.redAndBlue("jpg", 500, 400);
		assertThat(this.visitor.upload("<sent> & taken.jpg", picture).getStatusCode()).isEqualTo(HttpStatus.ACCEPTED);
		eventually().untilAsserted(() -> assertThat(this.visitor.shown()).contains("&lt;sent&gt; &amp; taken.jpg"));
		assertThat(this.visitor.upload("<sent> & taken.jpg", picture).getStatusCode()).isEqualTo(HttpStatus.CONFLICT);
	}

	@Test
	void takesNothingElseOverHttp() {
		for (String name : new String[] { "page.html", "../escaped.png", "..\\escaped.png", ".hidden.png" }) {
			assertThat(this.visitor.upload(name, new byte[1]).getStatusCode()).as(name)
				.isEqualTo(HttpStatus.BAD_REQUEST);
		}
		assertThat(folder.resolve("escaped.png")).doesNotExist();
		assertThat(this.visitor.get("/thumbnails/x.jpg").getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
		assertThat(this.visitor.get("/pictures/123456").getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
	}

	@Test
	void theWatcherStopsAtOnceAndStartsAgain() {
		Instant before = Instant.now();
		ResponseEntity<JsonNode> stopped = this.visitor.act("watch", "stop");
		assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(20));
		assertThat(stopped.getStatusCode()).isEqualTo(HttpStatus.OK);
		eventually().until(() -> this.visitor.worker("watch").at("/state").asString().equals("STOPPED"));
		assertThat(this.visitor.worker("watch").at("/executions/failed").asInt()).isZero();
		assertThat(this.visitor.act("watch", "start").getStatusCode()).isEqualTo(HttpStatus.OK);
		waitForTheWatcher();
		TestPictures.write(this.inbox.resolve("after start.png"), TestPictures.redAndBlue("png", 10, 10));
		eventually().untilAsserted(() -> assertThat(this.visitor.shown()).contains("after start.png"));
	}

	@Test
	void theWatcherWatchesAnewAfterItWasCancelled() {
		int before = this.visitor.worker("watch").at("/executions/cancelled").asInt();
		assertThat(this.visitor.act("watch", "cancel").getStatusCode()).isEqualTo(HttpStatus.OK);
		eventually().until(() -> this.visitor.worker("watch").at("/executions/cancelled").asInt() > before);
		waitForTheWatcher();
		TestPictures.write(this.inbox.resolve("after cancel.png"), TestPictures.redAndBlue("png", 10, 10));
		eventually().untilAsserted(() -> assertThat(this.visitor.shown()).contains("after cancel.png"));
	}

	@Test
	void theScannerFindsWhatTheWatcherMissed() {
		assertThat(this.visitor.act("watch", "stop").getStatusCode()).isEqualTo(HttpStatus.OK);
		try {
			TestPictures.write(this.inbox.resolve("missed.png"), TestPictures.redAndBlue("png", 10, 10));
			assertThat(this.visitor.act("scan", "trigger").getStatusCode()).isEqualTo(HttpStatus.OK);
			eventually().untilAsserted(() -> assertThat(this.visitor.shown()).contains("missed.png"));
		}
		finally {
			this.visitor.act("watch", "start");
		}
	}

	@Test
	void housekeepingForgetsPicturesThatAreGone() throws IOException {
		Path file = TestPictures.write(this.inbox.resolve("gone.png"), TestPictures.redAndBlue("png", 10, 10));
		eventually().until(() -> this.visitor.shown().contains("gone.png"));
		Files.delete(file);
		assertThat(this.visitor.act("housekeeping", "trigger").getStatusCode()).isEqualTo(HttpStatus.OK);
		eventually().untilAsserted(() -> assertThat(this.visitor.shown()).doesNotContain("gone.png"));
	}

	@Test
	void totalsAreReportedWithoutAThread() {
		eventually().untilAsserted(
				() -> assertThat(this.visitor.worker("totals").at("/executions/succeeded").asInt()).isGreaterThan(2));
		assertThat(this.visitor.worker("totals").at("/executions/failed").asInt()).isZero();
		assertThat(this.visitor.worker("totals").at("/executor").asString()).isEqualTo("LOOP");
	}

	/** A file that appears before it watches is not its business. */
	private void waitForTheWatcher() {
		eventually()
			.until(() -> this.visitor.worker("watch").at("/current/0/progress/message").asString().equals("watching"));
	}

	private static List<String> names(DeadLetters<Picture> letters) {
		return letters.list(100).stream().map((letter) -> letter.item().name()).toList();
	}

	private static BufferedImage image(byte[] content) throws IOException {
		return ImageIO.read(new ByteArrayInputStream(content));
	}

	private static ConditionFactory eventually() {
		return Awaitility.await().atMost(Duration.ofSeconds(60));
	}

}
