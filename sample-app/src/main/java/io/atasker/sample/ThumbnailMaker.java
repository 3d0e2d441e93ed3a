package io.atasker.sample;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;

import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Reads a picture and makes a small one of it. Knows nothing of workers and processes.
 * <p>
 * Of a large picture only some rows and columns are read, so that memory depends on the
 * size of the thumbnail; but each of these rows is read whole. There is no limit for what
 * a picture may claim to be: who reads it in a process of its own needs none.
 */
final class ThumbnailMaker {

	private ThumbnailMaker() {
	}

	/**
	 * Makes a thumbnail.
	 * @param picture the file of the picture
	 * @param side the longest that a side of the thumbnail may be, in pixels
	 * @return the thumbnail
	 * @throws IOException if the picture cannot be read
	 */
	static Thumbnail make(Path picture, int side) throws IOException {
		try (ImageInputStream input = new FileImageInputStream(picture.toFile())) {
			Orientation orientation = Orientation.of(input);
			ImageReader reader = readerFor(input);
			try {
				reader.setInput(input, true, true);
				PixelSize size = new PixelSize(reader.getWidth(0), reader.getHeight(0));
				PixelSize target = size.fitInto(side);
				BufferedImage small = shrink(read(reader, size.stepTo(target)), target);
				return new Thumbnail(orientation.apply(size), encode(orientation.apply(small)));
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

	private static byte[] encode(BufferedImage image) throws IOException {
		ByteArrayOutputStream content = new ByteArrayOutputStream();
		try (ImageOutputStream output = new MemoryCacheImageOutputStream(content)) {
			ImageIO.write(image, "jpg", output);
		}
		return content.toByteArray();
	}

}
