package io.atasker.sample;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;

import io.atasker.annotation.Worker;
import io.atasker.supervisor.Priority;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Forgets the pictures that are gone and removes the thumbnails that nobody needs. An
 * interval worker by calendar, of low priority: thumbnails go first.
 */
@Component
class Housekeeping {

	private static final Logger logger = LoggerFactory.getLogger(Housekeeping.class);

	/**
	 * A thumbnail that was just made is not in the database yet.
	 */
	private static final Duration UNTOUCHED = Duration.ofMinutes(1);

	private final InboxProperties properties;

	private final Inbox inbox;

	private final PictureRepository pictures;

	private final GalleryTrigger gallery;

	Housekeeping(InboxProperties properties, Inbox inbox, PictureRepository pictures, GalleryTrigger gallery) {
		this.properties = properties;
		this.inbox = inbox;
		this.pictures = pictures;
		this.gallery = gallery;
	}

	@Worker(cron = "0 * * * * *", priority = Priority.LOW)
	void housekeeping() throws IOException {
		int forgotten = forgetPictures();
		int removed = removeThumbnails();
		if (forgotten > 0) {
			this.gallery.trigger();
		}
		if (forgotten > 0 || removed > 0) {
			logger.info("forgot {} pictures that are gone, removed {} thumbnails", forgotten, removed);
		}
	}

	private int forgetPictures() throws IOException {
		int count = 0;
		for (PictureEntry entry : this.pictures.findAll()) {
			if (this.inbox.find(entry.name()) == null) {
				this.pictures.remove(entry);
				count++;
			}
		}
		return count;
	}

	private int removeThumbnails() throws IOException {
		Set<String> needed = this.pictures.findAll()
			.stream()
			.map((entry) -> String.valueOf(entry.thumbnail()))
			.collect(Collectors.toSet());
		int count = 0;
		Path folder = Files.createDirectories(this.properties.thumbnails());
		try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
			for (Path file : files) {
				if (!needed.contains(file.getFileName().toString()) && isUntouched(file)
						&& Files.deleteIfExists(file)) {
					count++;
				}
			}
		}
		return count;
	}

	private static boolean isUntouched(Path file) throws IOException {
		return Files.getLastModifiedTime(file).toInstant().isBefore(Instant.now().minus(UNTOUCHED));
	}

}
