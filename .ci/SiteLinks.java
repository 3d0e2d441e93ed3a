import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Follows the links of a site, which is a folder: each must lead to a file of it, and to a
 * place in it where it names one.
 */
public class SiteLinks {

	private static final Pattern LINK = Pattern.compile("\\s(?:href|src)=\"([^\"]*)\"");

	private static final Pattern COMMENT = Pattern.compile("<!--.*?-->", Pattern.DOTALL);

	/** Those of the skin lead to its makers. */
	private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*|//.*");

	private static final int FEWEST_PAGES = 15;

	private static final int FEWEST_LINKS = 100;

	public static void main(String[] arguments) throws IOException {
		Path site = Path.of(arguments[0]).toRealPath();
		List<Path> pages;
		try (Stream<Path> files = Files.walk(site)) {
			pages = files.filter((file) -> file.toString().endsWith(".html")).toList();
		}
		List<String> links = pages.stream().flatMap((page) -> linksOf(page).map((link) -> problem(page, link))).toList();
		List<String> problems = links.stream().filter((problem) -> !problem.isEmpty()).distinct().toList();
		problems.forEach(System.err::println);
		System.out.printf("%d pages, %d links, %d lead nowhere%n", pages.size(), links.size(), problems.size());
		if (!problems.isEmpty() || pages.size() < FEWEST_PAGES || links.size() < FEWEST_LINKS) {
			System.exit(1);
		}
	}

	private static Stream<String> linksOf(Path page) {
		return LINK.matcher(COMMENT.matcher(read(page)).replaceAll(""))
			.results()
			.map((link) -> link.group(1))
			.filter((link) -> !ELSEWHERE.matcher(link).matches());
	}

	/** Nothing if the link is good. */
	private static String problem(Path page, String link) {
		String[] parts = link.split("#", 2);
		Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
		if (!Files.isRegularFile(target)) {
			return page + ": there is no " + link;
		}
		boolean found = parts.length == 1 || parts[1].isEmpty()
				|| Pattern.compile("\\s(?:id|name)=\"" + Pattern.quote(parts[1]) + "\"").matcher(read(target)).find();
		return found ? "" : page + ": there is no such place as " + link;
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
