package io.atasker.sample;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;

import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;

import org.springframework.stereotype.Component;

/**
 * Reads a picture and writes a small JPEG. Knows nothing of workers and databases.
 * <p>
 * Of a large picture only some rows and columns are read, so that memory depends on the
 * size of the thumbnail.
 */
@Component
class ThumbnailMaker {

	private final int side;

	private final long maxPixels;

	ThumbnailMaker(InboxProperties properties) {
		this.side = properties.thumbnailSize();
		this.maxPixels = properties.maxPixels();
	}

	/**
	 * Makes a thumbnail, which appears at once and whole.
	 * @return the size of the picture, as it is to be shown
	 * @throws IOException if the picture cannot be read or the thumbnail not be written
	 */
	PixelSize make(Path picture, Path thumbnail) throws IOException {
		try (ImageInputStream input = new FileImageInputStream(picture.toFile())) {
			Orientation orientation = Orientation.of(input);
			ImageReader reader = readerFor(input);
			try {
				reader.setInput(input, true, true);
				PixelSize size = sizeOf(reader);
				PixelSize target = size.fitInto(this.side);
				write(orientation.apply(shrink(read(reader, size.stepTo(target)), target)), thumbnail);
				return orientation.apply(size);
			}
			finally {
				reader.dispose();
			}
		}
	}

	private static ImageReader readerFor(ImageInputStream input) throws IOException {
		Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
		if (!readers.hasNext()) {
			throw new IOException("no picture of a known format");
		}
		return readers.next();
	}

	private PixelSize sizeOf(ImageReader reader) throws IOException {
		PixelSize size = new PixelSize(reader.getWidth(0), reader.getHeight(0));
		if (size.pixels() > this.maxPixels) {
			throw new PictureTooLargeException(size, this.maxPixels);
		}
		return size;
	}

	private static BufferedImage read(ImageReader reader, int step) throws IOException {
		ImageReadParam param = reader.getDefaultReadParam();
		param.setSourceSubsampling(step, step, 0, 0);
		try {
			return reader.read(0, param);
		}
		catch (RuntimeException ex) {
			// Readers are not always careful with broken input.
			throw new IOException("broken picture: " + ex, ex);
		}
	}

	/** Halves again and again, since one big step would skip pixels. */
	private static BufferedImage shrink(BufferedImage image, PixelSize target) {
		BufferedImage result = image;
		while (result.getWidth() >= 2 * target.width() && result.getHeight() >= 2 * target.height()
				&& result.getWidth() > 2) {
			result = draw(result, new PixelSize(result.getWidth() / 2, Math.max(1, result.getHeight() / 2)));
		}
		return draw(result, target);
	}

	private static BufferedImage draw(BufferedImage image, PixelSize size) {
		BufferedImage result = new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_RGB);
		Graphics2D graphics = result.createGraphics();
		graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
		graphics.drawImage(image, 0, 0, size.width(), size.height(), Color.WHITE, null);
		graphics.dispose();
		return result;
	}

	private static void write(BufferedImage image, Path file) throws IOException {
		Files.createDirectories(file.getParent());
		Path part = Files.createTempFile(file.getParent(), ".making-", ".part");
		try {
			ImageIO.write(image, "jpg", part.toFile());
			Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
		finally {
			Files.deleteIfExists(part);
		}
	}

}
