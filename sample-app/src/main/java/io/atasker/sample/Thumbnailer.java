package io.atasker.sample;

import java.io.IOException;
import java.util.Objects;
import java.util.UUID;

import io.atasker.annotation.QueueWorker;
import io.atasker.annotation.Retry;
import io.atasker.supervisor.Priority;
import io.atasker.worker.BackgroundEventWorker;
import io.atasker.worker.WorkerFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Makes the thumbnails, two at a time. A queue worker: one execution per picture.
 */
@Component
class Thumbnailer {

	private static final Logger logger = LoggerFactory.getLogger(Thumbnailer.class);

	private final InboxProperties properties;

	private final Inbox inbox;

	private final ThumbnailMaker maker;

	private final PictureRepository pictures;

	private final BackgroundEventWorker gallery;

	Thumbnailer(InboxProperties properties, Inbox inbox, ThumbnailMaker maker, PictureRepository pictures,
			BackgroundEventWorker gallery) {
		this.properties = properties;
		this.inbox = inbox;
		this.maker = maker;
		this.pictures = pictures;
		this.gallery = gallery;
	}

	@QueueWorker(priority = Priority.HIGH, concurrency = "2", timeout = "1m", onError = "#failed",
			retry = @Retry(maxRetries = "2", delay = "1s", excludes = PictureTooLargeException.class))
	void thumbnails(Picture picture) throws IOException {
		if (!picture.equals(this.inbox.find(picture.name()))) {
			// It was written to or removed since. Whoever notices what it is now
			// announces that.
			return;
		}
		String thumbnail = UUID.randomUUID() + ".jpg";
		PixelSize size = this.maker.make(this.inbox.folder().resolve(picture.name()),
				this.properties.thumbnails().resolve(thumbnail));
		this.pictures.done(picture, size, thumbnail);
		logger.debug("made a thumbnail of '{}'", picture.name());
		this.gallery.trigger();
	}

	/**
	 * A picture that cannot be read is an error of that picture only.
	 */
	void failed(WorkerFailure failure) {
		if (failure.exhausted() && failure.item() instanceof Picture picture) {
			String message = Objects.requireNonNullElseGet(failure.exception().getMessage(),
					failure.exception()::toString);
			logger.warn("gave '{}' up at attempt {}: {}", picture.name(), failure.attempt(), message);
			this.pictures.failed(picture, message);
			this.gallery.trigger();
		}
	}

}
