package io.atasker.dashboard;

/**
 * Links between pages of one server that hold wherever a proxy puts that server.
 */
final class RelativeLink {

	private RelativeLink() {
	}

	/**
	 * Returns the link that leads from one page to another.
	 * @param from the absolute path of the page that has the link
	 * @param to the absolute path of the page it leads to
	 * @return a relative path
	 */
	static String between(String from, String to) {
		int common = 0;
		int next = from.indexOf('/', 1);
		while (next > 0 && to.startsWith(from.substring(0, next + 1))) {
			common = next;
			next = from.indexOf('/', next + 1);
		}
		long up = from.substring(common + 1).chars().filter((character) -> character == '/').count();
		return "../".repeat((int) up) + to.substring(common + 1);
	}

}
