package io.atasker.compatibility;

/**
 * Something that holds in applications with certain libraries.
 */
@FunctionalInterface
interface ExtraCheck {

	/**
	 * Returns whether it holds.
	 * @return whether it does
	 */
	boolean holds();

}
