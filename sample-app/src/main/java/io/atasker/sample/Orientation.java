package io.atasker.sample;

import java.awt.geom.AffineTransform;
import java.awt.image.AffineTransformOp;
import java.awt.image.BufferedImage;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;

import javax.imageio.stream.ImageInputStream;

/**
 * How a camera was held: the rows and columns that are stored turned into those that are
 * to be shown. The numbers are those of the Exif standard.
 */
enum Orientation {

	UPRIGHT(1, 0, 0, 1), MIRRORED(-1, 0, 0, 1), UPSIDE_DOWN(-1, 0, 0, -1), UPSIDE_DOWN_MIRRORED(1, 0, 0, -1),

	LEFT_MIRRORED(0, 1, 1, 0), LEFT(0, 1, -1, 0), RIGHT_MIRRORED(0, -1, -1, 0), RIGHT(0, -1, 1, 0);

	private static final int START_OF_IMAGE = 0xFFD8;

	private static final int START_OF_SCAN = 0xFFDA;

	private static final int APPLICATION_SEGMENT = 0xFFE1;

	private static final int EXIF = 0x45786966;

	private static final int LITTLE_ENDIAN = 0x4949;

	private static final int ORIENTATION = 0x0112;

	private final AffineTransform transform;

	Orientation(int m00, int m10, int m01, int m11) {
		this.transform = new AffineTransform(m00, m10, m01, m11, 0, 0);
	}

	/**
	 * Reads what a JPEG file says.
	 * @return {@link #UPRIGHT} if it says nothing or the input is no JPEG
	 */
	static Orientation of(ImageInputStream input) throws IOException {
		input.mark();
		ByteOrder order = input.getByteOrder();
		try {
			input.setByteOrder(ByteOrder.BIG_ENDIAN);
			return (input.readUnsignedShort() == START_OF_IMAGE) ? ofSegments(input) : UPRIGHT;
		}
		catch (EOFException ex) {
			return UPRIGHT;
		}
		finally {
			input.setByteOrder(order);
			input.reset();
		}
	}

	private static Orientation ofSegments(ImageInputStream input) throws IOException {
		int marker = input.readUnsignedShort();
		while (marker > START_OF_IMAGE && marker != START_OF_SCAN) {
			int length = input.readUnsignedShort();
			long end = input.getStreamPosition() + length - 2;
			if (marker == APPLICATION_SEGMENT && input.readInt() == EXIF) {
				input.readUnsignedShort();
				return ofExif(input);
			}
			input.seek(end);
			marker = input.readUnsignedShort();
		}
		return UPRIGHT;
	}

	private static Orientation ofExif(ImageInputStream input) throws IOException {
		long start = input.getStreamPosition();
		if (input.readUnsignedShort() == LITTLE_ENDIAN) {
			input.setByteOrder(ByteOrder.LITTLE_ENDIAN);
		}
		input.readUnsignedShort();
		input.seek(start + input.readUnsignedInt());
		int entries = input.readUnsignedShort();
		for (int i = 0; i < entries; i++) {
			int tag = input.readUnsignedShort();
			input.skipBytes(6);
			int value = input.readUnsignedShort();
			input.skipBytes(2);
			if (tag == ORIENTATION) {
				return (value >= 1 && value <= values().length) ? values()[value - 1] : UPRIGHT;
			}
		}
		return UPRIGHT;
	}

	PixelSize apply(PixelSize size) {
		return (ordinal() < LEFT_MIRRORED.ordinal()) ? size : new PixelSize(size.height(), size.width());
	}

	BufferedImage apply(BufferedImage image) {
		if (this == UPRIGHT) {
			return image;
		}
		AffineTransform turn = new AffineTransform(this.transform);
		var bounds = turn.createTransformedShape(image.getRaster().getBounds()).getBounds();
		turn.preConcatenate(AffineTransform.getTranslateInstance(-bounds.x, -bounds.y));
		return new AffineTransformOp(turn, AffineTransformOp.TYPE_NEAREST_NEIGHBOR).filter(image,
				new BufferedImage(bounds.width, bounds.height, image.getType()));
	}

}
