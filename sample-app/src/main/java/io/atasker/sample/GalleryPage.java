package io.atasker.sample;

import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.web.util.HtmlUtils;

/**
 * The HTML of the gallery. Everything that a user may have named is escaped.
 */
final class GalleryPage {

	/** What is smaller is not blown up to the size of the others. */
	private static final int SMALL = 120;

	private static final String PAGE = """
			<!doctype html>
			<html lang="en">
			<head>
			<meta charset="utf-8">
			<meta name="viewport" content="width=device-width, initial-scale=1">
			<title>Thumbnail inbox</title>
			<link rel="icon" href="data:,">
			<link rel="stylesheet" href="/gallery.css">
			<script src="/gallery.js" defer></script>
			</head>
			<body>
			<header>
			<h1>Thumbnail inbox</h1>
			<label>Add pictures<input type="file" accept="image/*" multiple></label>
			<nav aria-label="Actuator">
			<a href="/actuator/atasker">Workers</a>
			<a href="/actuator/workers">JSON</a>
			<a href="/actuator/health">Health</a>
			<a href="/totals">Totals</a>
			</nav>
			</header>
			<p id="note" role="status">Drop pictures on this page or into the inbox folder.</p>
			<ul id="workers" aria-label="Workers"></ul>
			<main>
			<h2>%s</h2>
			%s%s</main>
			</body>
			</html>
			""";

	private static final String CARD = """
			<figure%s>
			<a href="/pictures/%d"><img src="/thumbnails/%s" alt="" loading="lazy"></a>
			<figcaption><b>%s</b> %s</figcaption>
			</figure>
			""";

	private static final String FAILURES = """
			<section>
			<h2>Without a thumbnail</h2>
			<ul>
			%s</ul>
			</section>
			""";

	private static final String FAILURE = """
			<li><b>%s</b> %s</li>
			""";

	private GalleryPage() {
	}

	static String render(List<PictureEntry> entries) {
		List<PictureEntry> shown = entries.stream().filter((entry) -> entry.thumbnail() != null).toList();
		String cards = shown.stream().map(GalleryPage::card).collect(Collectors.joining());
		String failures = entries.stream()
			.filter((entry) -> entry.error() != null)
			.map((entry) -> FAILURE.formatted(escape(entry.name()), escape(entry.error())))
			.collect(Collectors.joining());
		return PAGE.formatted((shown.size() == 1) ? "1 picture" : shown.size() + " pictures",
				cards.isEmpty() ? "<p class=\"empty\">No pictures yet.</p>\n" : "<div>\n" + cards + "</div>\n",
				failures.isEmpty() ? "" : FAILURES.formatted(failures));
	}

	private static String card(PictureEntry entry) {
		PixelSize size = entry.size();
		return CARD.formatted(look(size), entry.id(), escape(entry.thumbnail()), escape(entry.name()), escape(size));
	}

	/** Most pictures fill their card; some would be blown up, or lose too much. */
	private static String look(@Nullable PixelSize size) {
		if (size == null) {
			return "";
		}
		if (Math.max(size.width(), size.height()) < SMALL) {
			return " class=\"small\"";
		}
		boolean fits = size.width() * 4L >= size.height() * 3L && size.width() <= size.height() * 2L;
		return fits ? "" : " class=\"whole\"";
	}

	private static String escape(@Nullable Object text) {
		return HtmlUtils.htmlEscape(String.valueOf(text), "UTF-8");
	}

}
