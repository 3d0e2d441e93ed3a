package io.atasker.docs.front;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.atasker.annotation.EventWorker;
import io.atasker.annotation.IntervalWorker;
import io.atasker.annotation.QueueWorker;
import io.atasker.annotation.Retry;
import io.atasker.annotation.Worker;
import io.atasker.supervisor.Priority;
import io.atasker.worker.BackgroundEventWorker;
import io.atasker.worker.BackgroundQueueWorker;
import io.atasker.worker.WorkContext;

import org.springframework.stereotype.Component;

@Component
class Pictures {

	private final BackgroundQueueWorker<Path> thumbnails;

	private final BackgroundEventWorker gallery;

	Pictures(BackgroundQueueWorker<Path> thumbnailsWorker, BackgroundEventWorker galleryWorker) {
		this.thumbnails = thumbnailsWorker;
		this.gallery = galleryWorker;
	}

	@Worker(pollDelay = "100ms") // continuous: again and again; false = stop yourself
	boolean watch(WorkContext context) {
		return !context.isStopRequested();
	}

	@Worker(interval = "5s") // interval: also delay, cron; trigger() at any time
	void scan() {
		this.thumbnails.put(Path.of("holiday.jpg"));
	}

	@QueueWorker(priority = Priority.HIGH, concurrency = "2", retry = @Retry(maxRetries = "3"))
	void thumbnails(Path picture, WorkContext context) { // queue: once per item
		context.progress(0.5, "scaling");
		this.gallery.trigger();
	}

	@EventWorker // event: a trigger is never lost, and never runs twice at once
	void gallery() {
	}

	@IntervalWorker("10s") // asynchronous: on an event loop, takes no thread
	CompletionStage<String> report() {
		return CompletableFuture.supplyAsync(() -> "all is well");
	}

}
