package io.atasker.sample;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.ResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * Puts the pictures of the sample into the inbox when there is nothing to see yet.
 */
@Component
class SamplePictures implements ApplicationRunner {

	private static final Logger logger = LoggerFactory.getLogger(SamplePictures.class);

	private final Inbox inbox;

	private final PictureRepository pictures;

	private final ResourcePatternResolver resources;

	SamplePictures(Inbox inbox, PictureRepository pictures, ResourcePatternResolver resources) {
		this.inbox = inbox;
		this.pictures = pictures;
		this.resources = resources;
	}

	@Override
	public void run(ApplicationArguments arguments) throws IOException {
		if (isEmpty(this.inbox.folder()) && this.pictures.findAll().isEmpty()) {
			Resource[] samples = this.resources.getResources("classpath:pictures/*");
			for (Resource sample : samples) {
				copy(sample);
			}
			logger.info("copied {} pictures into {}", samples.length, this.inbox.folder().toAbsolutePath());
		}
	}

	private void copy(Resource sample) throws IOException {
		try (InputStream content = sample.getInputStream()) {
			this.inbox.receive(Objects.requireNonNull(sample.getFilename()), content);
		}
		catch (FileAlreadyExistsException ex) {
			logger.debug("another instance has just done the same", ex);
		}
	}

	private static boolean isEmpty(Path folder) throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			return files.findAny().isEmpty();
		}
	}

}
