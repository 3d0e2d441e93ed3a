package io.atasker.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * The class path of JVMs that are started from here, with archives in the place of
 * folders, as that of an application: the JVM shares no classes out of folders. As it was
 * once this is closed.
 */
final class ClassPath implements AutoCloseable {

	private static final String PROPERTY = "java.class.path";

	private final String original = System.getProperty(PROPERTY);

	private final Path folder = Files.createTempDirectory("class-path");

	private final List<Path> archives = new ArrayList<>();

	ClassPath() throws IOException {
		List<String> entries = new ArrayList<>();
		for (String entry : this.original.split(File.pathSeparator)) {
			Path path = Path.of(entry);
			entries.add(Files.isDirectory(path) ? archive(path).toString() : entry);
		}
		System.setProperty(PROPERTY, String.join(File.pathSeparator, entries));
	}

	/** A file in the same temporary folder. */
	Path file(String name) {
		Path file = this.folder.resolve(name);
		this.archives.add(file);
		return file;
	}

	private Path archive(Path folder) throws IOException {
		Path archive = file(this.archives.size() + ".jar");
		try (OutputStream file = Files.newOutputStream(archive);
				JarOutputStream output = new JarOutputStream(file);
				Stream<Path> all = Files.walk(folder)) {
			for (Path path : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
				output.putNextEntry(new JarEntry(folder.relativize(path).toString().replace(File.separatorChar, '/')));
				Files.copy(path, output);
			}
		}
		return archive;
	}

	@Override
	public void close() throws IOException {
		System.setProperty(PROPERTY, this.original);
		for (Path archive : this.archives) {
			Files.deleteIfExists(archive);
		}
		Files.delete(this.folder);
	}

}
