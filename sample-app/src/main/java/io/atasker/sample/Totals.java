package io.atasker.sample;

import java.util.Locale;

/**
 * How many pictures there are.
 *
 * @param pictures how many have a thumbnail
 * @param bytes the size of those
 * @param waiting how many wait for theirs
 * @param broken how many were given up
 */
record Totals(long pictures, long bytes, long waiting, long broken) {

	@Override
	public String toString() {
		return String.format(Locale.ROOT, "%d pictures of %.1f MB, %d waiting, %d broken", this.pictures,
				this.bytes / 1e6, this.waiting, this.broken);
	}

}
