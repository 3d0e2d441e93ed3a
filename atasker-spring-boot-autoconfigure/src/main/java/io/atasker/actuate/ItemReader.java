package io.atasker.actuate;

import java.lang.reflect.Type;

/**
 * Makes items of queues from what operators write. Safe from any thread.
 */
@FunctionalInterface
public interface ItemReader {

	/**
	 * Returns a reader that needs no library: for text, numbers, enums, dates, paths and
	 * other values that are written as one piece of text.
	 * @return the reader
	 */
	static ItemReader ofText() {
		return new TextItemReader();
	}

	/**
	 * Reads an item.
	 * @param text what the operator wrote
	 * @param type the type of the items
	 * @return the item
	 * @throws IllegalArgumentException if the text is no such item; the message says why
	 */
	Object read(String text, Type type);

}
