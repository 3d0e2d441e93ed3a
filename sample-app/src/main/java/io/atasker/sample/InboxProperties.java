package io.atasker.sample;

import java.nio.file.Path;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the pictures are and what is made of them.
 *
 * @param inbox the folder that pictures are dropped into
 * @param data the folder for what the application makes: thumbnails, gallery and database
 */
@ConfigurationProperties("sample")
record InboxProperties(@DefaultValue("inbox") Path inbox, @DefaultValue("data") Path data) {

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
