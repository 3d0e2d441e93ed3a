package io.atasker.actuate;

import org.jspecify.annotations.Nullable;

/**
 * Items as text, for whom they may be shown to: they are the application's data.
 */
enum ItemText {

	/** They are shown. */
	SHOWN {

		@Override
		@Nullable String of(Object item) {
			try {
				return SafeText.of(String.valueOf(item));
			}
			catch (Throwable ex) {
				return "its text cannot be had: " + ex.getClass().getName();
			}
		}

	},

	/** Nothing is told of them. */
	HIDDEN {

		@Override
		@Nullable String of(Object item) {
			return null;
		}

	};

	static ItemText shownIf(boolean shown) {
		return shown ? SHOWN : HIDDEN;
	}

	/**
	 * Returns what to show of an item.
	 * @param item the item
	 * @return its text in bounded length, {@code null} if it is not to be shown
	 */
	abstract @Nullable String of(Object item);

}
