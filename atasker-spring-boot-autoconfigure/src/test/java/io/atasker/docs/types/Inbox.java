package io.atasker.docs.types;

import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import io.atasker.annotation.Worker;
import io.atasker.worker.BackgroundQueueWorker;

import org.springframework.stereotype.Component;

@Component
class Inbox {

	private final BlockingQueue<Path> arrivals = new LinkedBlockingQueue<>();

	private final BackgroundQueueWorker<Path> thumbnails;

	Inbox(BackgroundQueueWorker<Path> thumbnailsWorker) {
		this.thumbnails = thumbnailsWorker;
	}

	void arrived(Path picture) {
		this.arrivals.add(picture);
	}

	@Worker(interruptOnStop = true)
	boolean watch() throws InterruptedException {
		Path picture = this.arrivals.take();
		this.thumbnails.put(picture);
		return !picture.endsWith("last.png");
	}

}
