package io.atasker.annotation;

import io.atasker.worker.BackgroundQueueWorker;
import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.Workers;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.verify;

/**
 * Tests that a worker can be replaced in a test, as any bean.
 */
@SpringJUnitConfig({ WorkerContexts.Engine.class, ReplacedWorkerTests.Post.class, ReplacedWorkerTests.Client.class })
@DirtiesContext
class ReplacedWorkerTests {

	@MockitoBean
	private BackgroundQueueWorker<String> letters;

	@Autowired
	private Client client;

	@Autowired
	private BackgroundQueueWorker<Integer> numbers;

	@Autowired
	private Workers workers;

	@Test
	void replacementIsInjectedByTheTypeOfTheItems() {
		this.client.letters.put("a");
		verify(this.letters).put("a");
	}

	@Test
	void replacedWorkerIsNotRegisteredAndOthersAre() {
		assertThat(this.workers.stream()).extracting(BackgroundWorker::name).containsExactly("numbers");
		assertThat(this.workers.get("numbers")).isSameAs(this.numbers);
	}

	static class Post {

		@QueueWorker
		void letters(String letter) {
		}

		@QueueWorker
		void numbers(Integer number) {
		}

	}

	static class Client {

		private final BackgroundQueueWorker<String> letters;

		Client(BackgroundQueueWorker<String> letters) {
			this.letters = letters;
		}

	}

}
