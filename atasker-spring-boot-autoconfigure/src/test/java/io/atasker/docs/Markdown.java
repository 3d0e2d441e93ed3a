package io.atasker.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What there is in a page.
 */
final class Markdown {

	private static final Pattern BLOCK = Pattern.compile("^```(\\w*)\\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);

	private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");

	private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

	private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");

	private final String text;

	Markdown(String text) {
		this.text = text;
	}

	/** The blocks of code of a language. */
	List<String> blocks(String language) {
		return BLOCK.matcher(this.text)
			.results()
			.filter((block) -> block.group(1).equals(language))
			.map((block) -> block.group(2))
			.toList();
	}

	/** The targets of links, without those to other sites. */
	List<String> links() {
		return LINK.matcher(prose())
			.results()
			.map((link) -> link.group(1))
			.filter((target) -> !target.startsWith("http"))
			.toList();
	}

	/** What can be linked to within the page. */
	List<String> anchors() {
		return HEADING.matcher(prose())
			.results()
			.map((heading) -> heading.group(1).toLowerCase().replaceAll("[^a-z0-9 _-]", "").replace(' ', '-'))
			.toList();
	}

	/** Code within sentences and tables. */
	Stream<String> code() {
		return CODE.matcher(prose()).results().map((code) -> code.group(1));
	}

	/** The code in the first column of tables whose first column has a title. */
	List<String> firstColumn(String title) {
		List<String> cells = new ArrayList<>();
		boolean inside = false;
		for (String line : prose().split("\n")) {
			if (!line.startsWith("|")) {
				inside = false;
			}
			else if (line.startsWith("| " + title + " |")) {
				inside = true;
			}
			else if (inside && !line.startsWith("| ---")) {
				CODE.matcher(line.split("\\|")[1]).results().map(MatchResult::group).forEach((code) -> {
					cells.add(code.substring(1, code.length() - 1));
				});
			}
		}
		return cells;
	}

	private String prose() {
		return BLOCK.matcher(this.text).replaceAll("");
	}

}
