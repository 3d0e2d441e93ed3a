package io.atasker.sample;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class PixelSizeTests {

	@ParameterizedTest
	@CsvSource({ "640,480,320,240", "480,640,240,320", "1000,1000,320,320", "320,320,320,320", "321,320,320,319",
			"32,20,32,20", "100000,1,320,1", "1,100000,1,320" })
	void fitsInProportion(int width, int height, int expectedWidth, int expectedHeight) {
		assertThat(new PixelSize(width, height).fitInto(320)).isEqualTo(new PixelSize(expectedWidth, expectedHeight));
	}

	@ParameterizedTest
	@CsvSource({ "320,240,1", "2559,1919,1", "2560,1920,2", "12800,9600,10" })
	void leavesFourRowsAndColumnsForEachOne(int width, int height, int step) {
		assertThat(new PixelSize(width, height).stepTo(new PixelSize(320, 240))).isEqualTo(step);
	}

	@Test
	void readsAllOfANarrowStrip() {
		assertThat(new PixelSize(100_000, 1).stepTo(new PixelSize(320, 1))).isEqualTo(1);
	}

}
