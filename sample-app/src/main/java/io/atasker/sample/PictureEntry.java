package io.atasker.sample;

import org.jspecify.annotations.Nullable;

/**
 * What the database knows of a picture.
 *
 * @param id its number
 * @param picture the picture
 * @param state how far it got
 * @param size its size, {@code null} unless it was read
 * @param thumbnail the name of the thumbnail's file, {@code null} if there is none
 * @param error why there is no thumbnail, {@code null} unless it failed
 */
record PictureEntry(long id, Picture picture, State state, @Nullable PixelSize size, @Nullable String thumbnail,
		@Nullable String error) {

	/**
	 * How far a picture got.
	 */
	enum State {

		/** It is in the queue. */
		WAITING,

		/** It has a thumbnail. */
		DONE,

		/** It was given up. */
		FAILED

	}

	String name() {
		return this.picture.name();
	}

}
