package io.atasker.sample;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.imageio.ImageIO;

/**
 * Real pictures for tests.
 */
final class TestPictures {

	private TestPictures() {
	}

	/** A picture whose left half is red and whose right half is blue. */
	static byte[] redAndBlue(String format, int width, int height) {
		return encode(redOnBlue(width, height, width / 2, height), format);
	}

	/** A blue picture whose upper left quarter is red. */
	static byte[] redCorner(String format, int width, int height) {
		return encode(redOnBlue(width, height, width / 2, height / 2), format);
	}

	static byte[] transparent(int width, int height) {
		return encode(new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB), "png");
	}

	/**
	 * A picture that is small as a file and takes a tenth of a second at least to be
	 * read.
	 */
	static byte[] slow() {
		return encode(new BufferedImage(20_000, 20_000, BufferedImage.TYPE_BYTE_BINARY), "png");
	}

	static Path write(Path file, byte[] content) {
		try {
			Path part = file.resolveSibling("." + file.getFileName() + ".part");
			Files.write(part, content);
			return Files.move(part, file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static BufferedImage redOnBlue(int width, int height, int redWidth, int redHeight) {
		BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
		Graphics2D graphics = image.createGraphics();
		graphics.setColor(Color.BLUE);
		graphics.fillRect(0, 0, width, height);
		graphics.setColor(Color.RED);
		graphics.fillRect(0, 0, redWidth, redHeight);
		graphics.dispose();
		return image;
	}

	private static byte[] encode(BufferedImage image, String format) {
		try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
			ImageIO.write(image, format, out);
			return out.toByteArray();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
