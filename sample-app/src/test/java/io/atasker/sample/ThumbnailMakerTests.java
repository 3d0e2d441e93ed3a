package io.atasker.sample;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class ThumbnailMakerTests {

	@TempDir
	Path folder;

	@ParameterizedTest
	@ValueSource(strings = { "png", "jpg", "gif", "bmp", "tif" })
	void shrinksEachFormat(String format) throws IOException {
		BufferedImage thumbnail = thumbnailOf(TestPictures.redAndBlue(format, 1000, 500));
		assertThat(thumbnail.getWidth()).isEqualTo(100);
		assertThat(thumbnail.getHeight()).isEqualTo(50);
		assertThat(colorAt(thumbnail, 20, 25)).isEqualTo("red");
		assertThat(colorAt(thumbnail, 80, 25)).isEqualTo("blue");
	}

	@Test
	void keepsASmallPictureAsItIs() throws IOException {
		BufferedImage thumbnail = thumbnailOf(TestPictures.redAndBlue("png", 30, 20));
		assertThat(thumbnail.getWidth()).isEqualTo(30);
		assertThat(thumbnail.getHeight()).isEqualTo(20);
	}

	@Test
	void laysATransparentPictureOnWhite() throws IOException {
		assertThat(new Color(thumbnailOf(TestPictures.transparent(40, 40)).getRGB(20, 20))).isEqualTo(Color.WHITE);
	}

	@Test
	void shrinksAStripToOnePixel() throws IOException {
		BufferedImage thumbnail = thumbnailOf(TestPictures.redAndBlue("png", 5000, 2));
		assertThat(thumbnail.getWidth()).isEqualTo(100);
		assertThat(thumbnail.getHeight()).isEqualTo(1);
	}

	@ParameterizedTest
	@CsvSource({ "1,10,10", "2,90,10", "3,90,40", "4,10,40", "5,10,10", "6,40,10", "7,40,90", "8,10,90", "9,10,10" })
	void turnsAPhotoAsTheCameraWasHeld(int orientation, int redX, int redY) throws IOException {
		BufferedImage thumbnail = thumbnailOf(withOrientation(TestPictures.redCorner("jpg", 400, 200), orientation));
		boolean turned = orientation >= 5 && orientation <= 8;
		assertThat(thumbnail.getWidth()).isEqualTo(turned ? 50 : 100);
		assertThat(thumbnail.getHeight()).isEqualTo(turned ? 100 : 50);
		for (int x : new int[] { 10, thumbnail.getWidth() - 10 }) {
			for (int y : new int[] { 10, thumbnail.getHeight() - 10 }) {
				assertThat(colorAt(thumbnail, x, y)).isEqualTo((x == redX && y == redY) ? "red" : "blue");
			}
		}
	}

	@Test
	void refusesWhatIsBroken() {
		byte[] picture = TestPictures.redAndBlue("png", 500, 500);
		assertThatIOException().isThrownBy(() -> thumbnailOf(Arrays.copyOf(picture, picture.length / 2)));
		assertThatIOException().isThrownBy(() -> thumbnailOf("not a picture".getBytes()));
		assertThatIOException().isThrownBy(() -> thumbnailOf(new byte[0]));
	}

	private BufferedImage thumbnailOf(byte[] content) throws IOException {
		Path picture = Files.write(this.folder.resolve("picture"), content);
		return ImageIO.read(new ByteArrayInputStream(ThumbnailMaker.make(picture, 100).jpeg()));
	}

	private static String colorAt(BufferedImage image, int x, int y) {
		Color color = new Color(image.getRGB(x, y));
		return (color.getRed() > color.getBlue()) ? "red" : "blue";
	}

	/** Inserts an Exif segment with nothing but the orientation. */
	private static byte[] withOrientation(byte[] jpeg, int orientation) {
		ByteBuffer segment = ByteBuffer.allocate(36);
		segment.putShort((short) 0xFFE1).putShort((short) 34).put("Exif\0\0MM\0*".getBytes()).putInt(8);
		segment.putShort((short) 1).putShort((short) 0x0112).putShort((short) 3).putInt(1);
		segment.putShort((short) orientation).putShort((short) 0).putInt(0);
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		out.write(jpeg, 0, 2);
		out.writeBytes(segment.array());
		out.write(jpeg, 2, jpeg.length - 2);
		return out.toByteArray();
	}

}
