package io.atasker.sample;

import java.nio.file.Path;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the pictures are and what becomes of them.
 *
 * @param inbox the folder that pictures are dropped into
 * @param data the folder for what the application makes: thumbnails, gallery and database
 * @param thumbnailSize the longer side of a thumbnail in pixels
 * @param maxPixels how many pixels a picture may have
 */
@ConfigurationProperties("sample")
record InboxProperties(@DefaultValue("inbox") Path inbox, @DefaultValue("data") Path data,
		@DefaultValue("320") int thumbnailSize, @DefaultValue("50000000") long maxPixels) {

	Path thumbnails() {
		return this.data.resolve("thumbnails");
	}

	Path gallery() {
		return this.data.resolve("gallery.html");
	}

	Path database() {
		return this.data.resolve("pictures");
	}

}
