package io.atasker.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * One state of a picture in the inbox: a file that is written to becomes another picture.
 *
 * @param name the name of the file
 * @param bytes its size
 * @param modified when it was written to, in milliseconds since 1970
 */
record Picture(String name, long bytes, long modified) {

	private static final Set<String> EXTENSIONS = Set.of("png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff");

	/**
	 * Looks at a file.
	 * @param file the file
	 * @return the picture, {@code null} if there is no such file or it is none
	 * @throws IOException if the file cannot be looked at
	 */
	static @Nullable Picture at(Path file) throws IOException {
		String name = file.getFileName().toString();
		if (!hasPictureName(name)) {
			return null;
		}
		try {
			BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
			return attributes.isRegularFile()
					? new Picture(name, attributes.size(), attributes.lastModifiedTime().toMillis()) : null;
		}
		catch (NoSuchFileException ex) {
			return null;
		}
	}

	static boolean hasPictureName(String name) {
		String extension = StringUtils.getFilenameExtension(name);
		return extension != null && !name.startsWith(".") && EXTENSIONS.contains(extension.toLowerCase(Locale.ROOT));
	}

}
