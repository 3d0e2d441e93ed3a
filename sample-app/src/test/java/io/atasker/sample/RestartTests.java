package io.atasker.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.atasker.worker.Workers;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application once and once more, with the same folders.
 */
@Tag("long")
class RestartTests {

	@TempDir
	Path folder;

	private Path inbox;

	@BeforeEach
	void fillInbox() throws IOException {
		this.inbox = Files.createDirectory(this.folder.resolve("inbox"));
		for (int i = 0; i < 5; i++) {
			Files.write(this.inbox.resolve("picture %d.png".formatted(i)), TestPictures.redAndBlue("png", 50, 40));
		}
		Files.writeString(this.inbox.resolve("broken.png"), "not a picture");
	}

	@Test
	void nothingIsDoneTwice() {
		run((application) -> eventually().untilAsserted(() -> assertThat(totals(application)).isEqualTo(done())));
		Set<String> thumbnails = thumbnails();
		run((application) -> {
			Workers workers = application.getBean(Workers.class);
			eventually().until(() -> workers.get("scan").snapshot().executions().succeeded() > 0);
			assertThat(totals(application)).isEqualTo(done());
			assertThat(workers.get("thumbnails").snapshot().queue().size()).isZero();
			assertThat(workers.get("thumbnails").executions()).isEmpty();
		});
		assertThat(thumbnails()).hasSize(5).isEqualTo(thumbnails);
	}

	@Test
	void theGalleryIsThereAtOnceWithWhatWasDone() {
		run((application) -> eventually().untilAsserted(() -> assertThat(totals(application)).isEqualTo(done())));
		run((application) -> assertThat(visitor(application).shown()).hasSize(5),
				"--atasker.workers.scan.auto-start=false", "--atasker.workers.watch.auto-start=false");
	}

	@Test
	void picturesThatStillWaitedAreNotForgotten() {
		run((application) -> eventually().untilAsserted(() -> assertThat(totals(application).waiting()).isEqualTo(6)),
				"--atasker.workers.thumbnails.auto-start=false");
		run((application) -> eventually().untilAsserted(() -> assertThat(totals(application)).isEqualTo(done())));
	}

	@Test
	void housekeepingRemovesThumbnailsOfPicturesThatAreGone() throws IOException {
		run((application) -> eventually().untilAsserted(() -> assertThat(totals(application)).isEqualTo(done())));
		Files.delete(this.inbox.resolve("picture 0.png"));
		try (Stream<Path> files = Files.list(this.folder.resolve("data/thumbnails"))) {
			for (Path file : files.toList()) {
				Files.setLastModifiedTime(file, FileTime.fromMillis(0));
			}
		}
		run((application) -> {
			visitor(application).act("housekeeping", "trigger");
			eventually().untilAsserted(() -> assertThat(thumbnails()).hasSize(4));
			eventually().untilAsserted(() -> assertThat(visitor(application).shown()).hasSize(4));
		});
	}

	private void run(Consumer<ConfigurableApplicationContext> test, String... arguments) {
		Stream<String> common = Stream.of("--server.port=0", "--sample.inbox=" + this.inbox,
				"--sample.data=" + this.folder.resolve("data"), "--atasker.workers.thumbnails.retry.delay=100ms");
		try (ConfigurableApplicationContext application = SpringApplication.run(SampleApplication.class,
				Stream.concat(common, Stream.of(arguments)).toArray(String[]::new))) {
			test.accept(application);
		}
	}

	private Totals done() {
		return new Totals(5, 5 * TestPictures.redAndBlue("png", 50, 40).length, 0, 1);
	}

	private static Totals totals(ConfigurableApplicationContext application) {
		return application.getBean(PictureRepository.class).totals();
	}

	private static Visitor visitor(ConfigurableApplicationContext application) {
		return new Visitor(application.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
	}

	private Set<String> thumbnails() {
		try (Stream<Path> files = Files.list(this.folder.resolve("data/thumbnails"))) {
			return files.map((file) -> file.getFileName().toString()).collect(Collectors.toSet());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static ConditionFactory eventually() {
		return Awaitility.await().atMost(Duration.ofSeconds(60));
	}

}
