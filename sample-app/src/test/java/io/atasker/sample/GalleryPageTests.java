package io.atasker.sample;

import java.util.List;

import io.atasker.sample.PictureEntry.State;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GalleryPageTests {

	private static final String NAME = "<script>\"it's\" & %s.png";

	@Test
	void showsThumbnailsAndLinksPictures() {
		assertThat(GalleryPage.render(List.of(entry(State.DONE, new PixelSize(40, 30), "t.jpg", null))))
			.contains("<a href=\"/pictures/7\"><img src=\"/thumbnails/t.jpg\"", "40 × 30")
			.doesNotContain("Without a thumbnail");
	}

	@Test
	void picturesFillTheirCardsUnlessTheyWouldSuffer() {
		assertThat(card(new PixelSize(40, 30))).contains("<figure class=\"small\">");
		assertThat(card(new PixelSize(1800, 420))).contains("<figure class=\"whole\">");
		assertThat(card(new PixelSize(640, 960))).contains("<figure class=\"whole\">");
		assertThat(card(new PixelSize(600, 600))).contains("<figure>", "<h2>1 picture</h2>");
	}

	private static String card(PixelSize size) {
		return GalleryPage.render(List.of(entry(State.DONE, size, "t.jpg", null)));
	}

	@Test
	void linksActuator() {
		assertThat(GalleryPage.render(List.of())).contains("href=\"/actuator/atasker\"", "href=\"/actuator/workers\"",
				"href=\"/actuator/health\"", "<h2>0 pictures</h2>");
	}

	@Test
	void showsErrorsApart() {
		assertThat(GalleryPage.render(List.of(entry(State.FAILED, null, null, "<b> is broken"))))
			.contains("Without a thumbnail", "&lt;b&gt; is broken")
			.doesNotContain("<figure>");
	}

	@Test
	void escapesNames() {
		assertThat(GalleryPage.render(List.of(entry(State.DONE, new PixelSize(1, 1), "t.jpg", null),
				entry(State.FAILED, null, null, "broken"))))
			.doesNotContain(NAME)
			.containsOnlyOnce("<b>&lt;script&gt;&quot;it&#39;s&quot; &amp; %s.png</b> 1 × 1")
			.containsOnlyOnce("<b>&lt;script&gt;&quot;it&#39;s&quot; &amp; %s.png</b> broken");
	}

	@Test
	void leavesOutWhatWaits() {
		assertThat(GalleryPage.render(List.of(entry(State.WAITING, null, null, null)))).contains("No pictures yet")
			.doesNotContain("script&gt;");
	}

	private static PictureEntry entry(State state, PixelSize size, String thumbnail, String error) {
		return new PictureEntry(7, new Picture(NAME, 1, 1), state, size, thumbnail, error);
	}

}
