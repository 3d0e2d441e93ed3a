package io.atasker.sample;

import java.io.IOException;

/**
 * Is thrown before a picture is read that would take too much memory and time. Trying
 * again is useless.
 */
class PictureTooLargeException extends IOException {

	PictureTooLargeException(PixelSize size, long maxPixels) {
		super("%s is more than %,d pixels".formatted(size, maxPixels));
	}

}
