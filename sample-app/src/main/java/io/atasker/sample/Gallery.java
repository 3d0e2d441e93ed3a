package io.atasker.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

import io.atasker.annotation.EventWorker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Rebuilds the page of all thumbnails when something has changed. An event worker: many
 * thumbnails at about the same time are one run, and the last one is never missed.
 */
@Component
class Gallery {

	private static final Logger logger = LoggerFactory.getLogger(Gallery.class);

	private final Path file;

	private final PictureRepository pictures;

	Gallery(InboxProperties properties, PictureRepository pictures) {
		this.file = properties.gallery();
		this.pictures = pictures;
	}

	@EventWorker(runOnStart = true, settle = "200ms")
	void gallery() throws IOException {
		List<PictureEntry> entries = this.pictures.findAll();
		Path part = this.file.resolveSibling(this.file.getFileName() + ".part");
		Files.createDirectories(this.file.getParent());
		Files.writeString(part, GalleryPage.render(entries));
		Files.move(part, this.file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		logger.debug("rebuilt the gallery of {} pictures", entries.size());
	}

}
