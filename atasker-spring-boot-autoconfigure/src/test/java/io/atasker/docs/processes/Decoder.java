package io.atasker.docs.processes;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.atasker.annotation.QueueWorker;
import io.atasker.annotation.Retry;
import io.atasker.worker.WorkContext;

import org.springframework.stereotype.Component;

@Component
class Decoder {

	@QueueWorker(onResult = "#store", timeout = "30s", concurrency = "2", retry = @Retry(maxRetries = "1"))
	static Film films(Path file, WorkContext context) {
		context.progress(0.1, "decoding");
		return new Film(file, Duration.ofMinutes(90), List.of("en", "fr"));
	}

	void store(Film film) {
	}

	record Film(Path file, Duration length, List<String> languages) {

	}

}
