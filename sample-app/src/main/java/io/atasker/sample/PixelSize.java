package io.atasker.sample;

/**
 * Width and height in pixels.
 *
 * @param width the width
 * @param height the height
 */
record PixelSize(int width, int height) {

	/**
	 * Shrinks in proportion. What is small enough stays as it is.
	 * @param side the longest that a side may be
	 * @return a size of at least one pixel
	 */
	PixelSize fitInto(int side) {
		int longer = Math.max(this.width, this.height);
		if (longer <= side) {
			return this;
		}
		double factor = (double) side / longer;
		return new PixelSize(shrink(this.width, factor), shrink(this.height, factor));
	}

	/**
	 * Returns each how many-th row and column has to be read so that four remain for each
	 * of the target.
	 * @param target the size it will be shrunk to
	 * @return 1 to read all
	 */
	int stepTo(PixelSize target) {
		return Math.max(1, Math.min(this.width / (4 * target.width), this.height / (4 * target.height)));
	}

	private static int shrink(int length, double factor) {
		return Math.max(1, (int) Math.round(length * factor));
	}

	@Override
	public String toString() {
		return this.width + " × " + this.height;
	}

}
