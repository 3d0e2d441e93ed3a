package io.atasker.sample;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.MediaTypeFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Shows what the workers have made, and takes pictures. Makes nothing itself.
 */
@RestController
class GalleryController {

	private static final Pattern THUMBNAIL = Pattern.compile("[0-9a-f-]{36}\\.jpg");

	private final InboxProperties properties;

	private final PictureRepository pictures;

	private final Inbox inbox;

	GalleryController(InboxProperties properties, PictureRepository pictures, Inbox inbox) {
		this.properties = properties;
		this.pictures = pictures;
		this.inbox = inbox;
	}

	@GetMapping("/")
	ResponseEntity<Resource> gallery() throws IOException {
		Path file = existing(this.properties.gallery());
		return ResponseEntity.ok()
			.cacheControl(CacheControl.noCache())
			.eTag("\"" + Files.getLastModifiedTime(file).toMillis() + "-" + Files.size(file) + "\"")
			.header("Content-Security-Policy", "default-src 'self'; img-src 'self' data:")
			.contentType(MediaType.TEXT_HTML)
			.body(new FileSystemResource(file));
	}

	@GetMapping("/thumbnails/{name}")
	ResponseEntity<Resource> thumbnail(@PathVariable String name) {
		if (!THUMBNAIL.matcher(name).matches()) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND);
		}
		return ResponseEntity.ok()
			.cacheControl(CacheControl.maxAge(Duration.ofDays(365)).immutable())
			.contentType(MediaType.IMAGE_JPEG)
			.body(new FileSystemResource(existing(this.properties.thumbnails().resolve(name))));
	}

	/**
	 * Shows what was read as a picture, and nothing else: a file may be named like one
	 * and be a link to another.
	 */
	@GetMapping("/pictures/{id}")
	ResponseEntity<Resource> picture(@PathVariable long id) {
		PictureEntry entry = this.pictures.find(id)
			.filter((found) -> found.state() == PictureEntry.State.DONE)
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
		return ResponseEntity.ok()
			.header("X-Content-Type-Options", "nosniff")
			.contentType(MediaTypeFactory.getMediaType(entry.name()).orElse(MediaType.APPLICATION_OCTET_STREAM))
			.body(new FileSystemResource(existing(this.inbox.folder().resolve(entry.name()))));
	}

	@GetMapping("/totals")
	Totals totals() {
		return this.pictures.totals();
	}

	/**
	 * Takes a picture, as from {@code curl -T picture.jpg http://127.0.0.1:8080/inbox/}.
	 * PUT, since a foreign page that is open in the user's browser cannot send that.
	 */
	@PutMapping("/inbox/{name}")
	@ResponseStatus(HttpStatus.ACCEPTED)
	void receive(@PathVariable String name, InputStream content) throws IOException {
		if (!Picture.hasPictureName(name) || name.contains("/") || name.contains("\\")) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "not the name of a picture");
		}
		try {
			this.inbox.receive(name, content);
		}
		catch (FileAlreadyExistsException ex) {
			throw new ResponseStatusException(HttpStatus.CONFLICT, "there is a picture of that name", ex);
		}
	}

	private static Path existing(Path file) {
		if (!Files.isRegularFile(file)) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND);
		}
		return file;
	}

}
