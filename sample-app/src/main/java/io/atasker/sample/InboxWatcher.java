package io.atasker.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;

import io.atasker.annotation.Worker;
import io.atasker.worker.WorkContext;

import org.springframework.stereotype.Component;

/**
 * Notices pictures at once. A continuous worker: one execution watches until the folder
 * is gone or the worker is stopped, and the next one watches anew.
 */
@Component
class InboxWatcher {

	private final Inbox inbox;

	InboxWatcher(Inbox inbox) {
		this.inbox = inbox;
	}

	@Worker
	void watch(WorkContext context) throws IOException, InterruptedException {
		Path folder = Files.createDirectories(this.inbox.folder());
		try (WatchService service = folder.getFileSystem().newWatchService()) {
			// Ends take() at once. What that throws then counts as cancelled, not as
			// failed.
			context.onStop(() -> close(service));
			folder.register(service, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
			context.progress(0, "watching");
			WatchKey key;
			do {
				key = service.take();
				for (WatchEvent<?> event : key.pollEvents()) {
					// An overflow has no path; the scanner finds what was missed.
					if (event.context() instanceof Path name) {
						this.inbox.announce(folder.resolve(name));
					}
				}
			}
			while (key.reset());
		}
	}

	private static void close(WatchService service) {
		try {
			service.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
