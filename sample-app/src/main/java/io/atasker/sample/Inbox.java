package io.atasker.sample;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Objects;

import io.atasker.queue.MemoryQueueProvider;
import io.atasker.worker.BackgroundQueueWorker;
import io.atasker.worker.PutOptions;
import io.atasker.worker.WorkerSnapshot;
import jakarta.annotation.PostConstruct;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The folder that pictures are dropped into, and the way from there to the thumbnailer.
 * <p>
 * Whoever notices a file announces it here, several may notice the same one: the database
 * decides who was first.
 */
@Component
class Inbox {

	/**
	 * A file that was just noticed is probably still being written. The thumbnailer takes
	 * it when it has been left alone for that long.
	 */
	private static final Duration SETTLING_TIME = Duration.ofMillis(500);

	private final Path folder;

	private final PictureRepository pictures;

	private final TransactionOperations transactions;

	private final BackgroundQueueWorker<Picture> thumbnails;

	Inbox(InboxProperties properties, PictureRepository pictures, TransactionOperations transactions,
			BackgroundQueueWorker<Picture> thumbnails) {
		this.folder = properties.inbox();
		this.pictures = pictures;
		this.transactions = transactions;
		this.thumbnails = thumbnails;
	}

	/**
	 * Items that wait in memory end with the application. Those that its last run did not
	 * come to are no longer known, so that they are found again. A queue that lasts has
	 * them still.
	 */
	@PostConstruct
	void open() throws IOException {
		Files.createDirectories(this.folder);
		WorkerSnapshot.Queue queue = Objects.requireNonNull(this.thumbnails.snapshot().queue());
		if (queue.provider().equals(MemoryQueueProvider.ID)) {
			this.pictures.forgetWaiting();
		}
	}

	Path folder() {
		return this.folder;
	}

	/**
	 * Looks at a picture as it is now.
	 * @param name the name of its file
	 * @return the picture, {@code null} if it is gone
	 */
	@Nullable Picture find(String name) throws IOException {
		return Picture.at(this.folder.resolve(name));
	}

	/**
	 * Has a thumbnail made, unless the file is no picture or known as it is. In one
	 * transaction: the item reaches the queue when the database commits, and if the queue
	 * refuses it, the database does not know the picture either.
	 * @return whether the picture was new
	 */
	boolean announce(Path file) throws IOException {
		Picture picture = Picture.at(file);
		return picture != null
				&& Boolean.TRUE.equals(this.transactions.execute((transaction) -> put(picture, transaction)));
	}

	private boolean put(Picture picture, TransactionStatus transaction) {
		if (!this.pictures.claim(picture)) {
			// There is nothing to commit, and after a duplicate key not every database
			// would.
			transaction.setRollbackOnly();
			return false;
		}
		this.thumbnails.put(picture, PutOptions.delayed(SETTLING_TIME));
		return true;
	}

	/**
	 * Stores a picture so that it appears in the inbox at once and whole.
	 * @throws java.nio.file.FileAlreadyExistsException if there is one of that name
	 */
	void receive(String name, InputStream content) throws IOException {
		Path part = Files.createTempFile(this.folder, ".receiving-", ".part");
		try {
			try (content) {
				Files.copy(content, part, StandardCopyOption.REPLACE_EXISTING);
			}
			Files.move(part, this.folder.resolve(name));
		}
		finally {
			Files.deleteIfExists(part);
		}
	}

}
