package io.atasker.sample;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The application as it is delivered, in each of the forms that it may be run in: its
 * child processes find their classes, what they return has the classes of the
 * application, and none is left. Runs after the application was packaged.
 */
@Tag("packaged")
@Execution(ExecutionMode.CONCURRENT)
@Timeout(300)
class PackagedSampleTests {

	@TempDir
	Path folder;

	@ParameterizedTest
	@EnumSource
	void thumbnailIsMadeInAChildThatEndsWithTheApplication(Form form) throws Exception {
		Path inbox = Files.createDirectory(this.folder.resolve("inbox"));
		Files.write(inbox.resolve("first.png"), TestPictures.redAndBlue("png", 30, 20));
		try (SampleJvm sample = SampleJvm.start(this.folder, command(form))) {
			Visitor visitor = new Visitor(sample.port());
			await().atMost(60, TimeUnit.SECONDS)
				.untilAsserted(() -> assertThat(visitor.shown()).containsExactly("first.png"));
			assertThat(visitor.worker("thumbnails").at("/executor").asString()).isEqualTo("PROCESS");
			assertThat(sample.output().contains("restartedMain")).isEqualTo(form == Form.DEVTOOLS);
			List<ProcessHandle> children = sample.process().descendants().toList();
			assertThat(children).extracting(ProcessHandle::pid).contains(busiestChild(visitor));
			sample.terminate();
			assertThat(sample.process().waitFor(40, TimeUnit.SECONDS)).as("ended by itself").isTrue();
			assertThat(sample.process().exitValue()).isEqualTo(143);
			await().atMost(60, TimeUnit.SECONDS).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
		}
	}

	/** The child that has made the thumbnail. */
	private static long busiestChild(Visitor visitor) {
		return visitor.processes()
			.values()
			.stream()
			.filter((child) -> child.at("/runs").asInt() > 0)
			.map((child) -> child.at("/pid").asLong())
			.findAny()
			.orElseThrow();
	}

	private List<String> command(Form form) throws Exception {
		Path jar = Path.of(System.getProperty("sample.jar"));
		return switch (form) {
			case ARCHIVE -> List.of("-jar", jar.toString());
			case EXTRACTED -> List.of("-jar", extract(jar).toString());
			case UNPACKED ->
				List.of("-cp", unpack(jar).toString(), "org.springframework.boot.loader.launch.JarLauncher");
			case CLASS_PATH -> onClassPath(jar, "");
			case DEVTOOLS -> onClassPath(jar, File.pathSeparator + System.getProperty("sample.devtools"));
		};
	}

	private Path extract(Path jar) throws Exception {
		Path target = this.folder.resolve("extracted");
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Djarmode=tools", "-jar", jar.toString(), "extract", "--destination", target.toString())
			.redirectErrorStream(true)
			.redirectOutput(this.folder.resolve("extract.txt").toFile())
			.start();
		assertThat(process.waitFor()).isZero();
		return target.resolve(jar.getFileName());
	}

	private Path unpack(Path jar) throws IOException {
		Path target = this.folder.resolve("unpacked");
		try (JarFile file = new JarFile(jar.toFile())) {
			for (Enumeration<JarEntry> entries = file.entries(); entries.hasMoreElements();) {
				JarEntry entry = entries.nextElement();
				Path path = target.resolve(entry.getName());
				if (entry.isDirectory()) {
					Files.createDirectories(path);
					continue;
				}
				Files.createDirectories(path.getParent());
				try (InputStream content = file.getInputStream(entry)) {
					Files.copy(content, path);
				}
			}
		}
		return target;
	}

	/** As build tools and development environments do. */
	private List<String> onClassPath(Path jar, String more) throws IOException {
		Path unpacked = unpack(jar).resolve("BOOT-INF");
		List<String> entries = new ArrayList<>(List.of(unpacked.resolve("classes") + File.separator));
		try (Stream<Path> libraries = Files.list(unpacked.resolve("lib"))) {
			libraries.map(Path::toString).forEach(entries::add);
		}
		String classPath = entries.stream().collect(Collectors.joining(File.pathSeparator)) + more;
		return List.of("-Dspring.devtools.livereload.enabled=false", "-cp", classPath,
				SampleApplication.class.getName());
	}

	/**
	 * How the application is run.
	 */
	enum Form {

		/** The archive with archives in it. */
		ARCHIVE,

		/** What the tools in the archive make of it: an archive beside its libraries. */
		EXTRACTED,

		/** A folder with what is in the archive, started by the same launcher. */
		UNPACKED,

		/** Classes and libraries on the class path. */
		CLASS_PATH,

		/** The same with DevTools, which have a class loader for the application. */
		DEVTOOLS

	}

}
