package io.atasker.docs.types;

import java.nio.file.Path;

import io.atasker.annotation.QueueWorker;
import io.atasker.annotation.Retry;
import io.atasker.supervisor.Priority;
import io.atasker.worker.BackgroundEventWorker;
import io.atasker.worker.WorkContext;

import org.springframework.stereotype.Component;

@Component
class Thumbnails {

	private final BackgroundEventWorker gallery;

	Thumbnails(BackgroundEventWorker galleryWorker) {
		this.gallery = galleryWorker;
	}

	@QueueWorker(priority = Priority.HIGH, concurrency = "2", retry = @Retry(maxRetries = "2"))
	void thumbnails(Path picture, WorkContext context) {
		context.progress(0.5, "scaling");
		this.gallery.trigger();
	}

}
