package io.atasker.sample;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

import io.atasker.annotation.IntervalWorker;

import org.springframework.stereotype.Component;

/**
 * Finds the pictures that the watcher could not notice: those that were there before it,
 * and those on file systems that do not tell. An interval worker.
 */
@Component
class InboxScanner {

	private final Inbox inbox;

	InboxScanner(Inbox inbox) {
		this.inbox = inbox;
	}

	@IntervalWorker("5s")
	void scan() throws IOException {
		try (DirectoryStream<Path> files = Files.newDirectoryStream(this.inbox.folder())) {
			for (Path file : files) {
				this.inbox.announce(file);
			}
		}
	}

}
