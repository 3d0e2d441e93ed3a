package io.atasker.sample;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;

import io.atasker.annotation.Argument;
import io.atasker.annotation.ExecutorChoice;
import io.atasker.annotation.QueueWorker;
import io.atasker.annotation.Retry;
import io.atasker.process.ChildDiedException;
import io.atasker.supervisor.Priority;
import io.atasker.worker.WorkerFailure;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Makes the thumbnails, two at a time. A queue worker: one execution per picture, in a
 * child process, since nobody knows what is in a picture. What the child has made is
 * stored out here.
 */
@Component
class Thumbnailer {

	/** Not static: the child has this class too, and no logging to set up. */
	private final Logger logger = LoggerFactory.getLogger(Thumbnailer.class);

	private final InboxProperties properties;

	private final PictureRepository pictures;

	private final GalleryTrigger gallery;

	Thumbnailer(InboxProperties properties, PictureRepository pictures, GalleryTrigger gallery) {
		this.properties = properties;
		this.pictures = pictures;
		this.gallery = gallery;
	}

	/**
	 * Makes one thumbnail, in a child process that has no beans: what is configured comes
	 * as arguments of the worker. What ends a child, by its memory or by the timeout,
	 * would end the next one too, so that is not tried again.
	 * @return the thumbnail, {@code null} if the picture was written to or removed since:
	 * whoever notices what it is now announces that
	 */
	@QueueWorker(executor = ExecutorChoice.PROCESS, priority = Priority.HIGH, concurrency = "2", timeout = "30s",
			onResult = "#store", onError = "#failed", retry = @Retry(maxRetries = "2", delay = "1s",
					excludes = { ChildDiedException.class, InterruptedException.class }))
	static @Nullable Thumbnail thumbnails(Picture picture, @Argument Path inbox, @Argument int side)
			throws IOException {
		Path file = inbox.resolve(picture.name());
		return picture.equals(Picture.at(file)) ? ThumbnailMaker.make(file, side) : null;
	}

	/**
	 * Stores a thumbnail, in the application.
	 */
	void store(@Nullable Thumbnail thumbnail, Picture picture) throws IOException {
		if (thumbnail == null) {
			return;
		}
		String name = UUID.randomUUID() + ".jpg";
		thumbnail.writeTo(this.properties.thumbnails().resolve(name));
		this.pictures.done(picture, thumbnail.size(), name);
		this.logger.debug("made a thumbnail of '{}'", picture.name());
		this.gallery.trigger();
	}

	/**
	 * A picture that cannot be read is an error of that picture only, even if it has cost
	 * a process.
	 */
	void failed(WorkerFailure failure) {
		if (failure.exhausted() && failure.item() instanceof Picture picture) {
			String message = message(failure.exception());
			this.logger.warn("gave '{}' up at attempt {}: {}", picture.name(), failure.attempt(), message);
			this.pictures.failed(picture, message);
			this.gallery.trigger();
		}
	}

	private static String message(Throwable failure) {
		if (failure instanceof InterruptedException) {
			return "took too long, so its process was killed";
		}
		return Objects.requireNonNullElseGet(failure.getMessage(), failure::toString);
	}

}
