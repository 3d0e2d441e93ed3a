package io.atasker.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * What a child process makes of a picture.
 *
 * @param size the size of the picture, as it is to be shown
 * @param jpeg the thumbnail, the content of a JPEG file
 */
record Thumbnail(PixelSize size, byte[] jpeg) {

	/**
	 * Writes the thumbnail to a file, which appears at once and whole.
	 * @throws IOException if it cannot be written
	 */
	void writeTo(Path file) throws IOException {
		Files.createDirectories(file.getParent());
		Path part = Files.createTempFile(file.getParent(), ".making-", ".part");
		try {
			Files.write(part, this.jpeg);
			Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
		finally {
			Files.deleteIfExists(part);
		}
	}

}
