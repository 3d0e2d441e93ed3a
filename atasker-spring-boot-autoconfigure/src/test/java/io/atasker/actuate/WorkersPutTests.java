package io.atasker.actuate;

import java.time.Instant;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.atasker.worker.BackgroundQueueWorker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

@OnBothStacks
class WorkersPutTests extends EndpointTests {

	@Test
	void putsPlainTextAsItComes() {
		Queue<Object> seen = new ConcurrentLinkedQueue<>();
		BackgroundQueueWorker<String> worker = queue(String.class, seen);
		assertAnswer(this.server.post("/workers/" + worker.name() + "/put", "{\"item\":\"{not json\"}"), worker, "put",
				"\"ACCEPTED\"", "STARTED");
		this.server.post("/workers/" + worker.name() + "/put", "{\"item\":\"\"}");
		await(() -> seen.size() == 2);
		assertThat(seen).containsExactly("{not json", "");
	}

	@Test
	void putsItemsThatAreWrittenAsJson() {
		Queue<Object> seen = new ConcurrentLinkedQueue<>();
		BackgroundQueueWorker<Order> worker = queue(Order.class, seen);
		this.server.post("/workers/" + worker.name() + "/put",
				"{\"item\":\"{\\\"id\\\":7,\\\"due\\\":\\\"2026-01-01T00:00:00Z\\\"}\",\"delay\":\"10ms\"}");
		await(() -> seen.size() == 1);
		assertThat(seen).containsExactly(new Order(7, Instant.parse("2026-01-01T00:00:00Z")));
	}

	@Test
	void putsNumbersWithoutQuotes() {
		Queue<Object> seen = new ConcurrentLinkedQueue<>();
		BackgroundQueueWorker<Integer> worker = queue(Integer.class, seen);
		this.server.post("/workers/" + worker.name() + "/put", "{\"item\":42}");
		await(() -> seen.size() == 1);
		assertThat(seen).containsExactly(42);
	}

	@Test
	void putsWithAPriorityWhereTheQueueHasOne() {
		BackgroundQueueWorker<String> ordered = register(this.server.workers()
			.define(name())
			.queue(String.class)
			.queueType(PriorityQueue.class)
			.autoStart(false)
			.executor((item, context) -> {
			}));
		String body = "{\"item\":\"a\",\"priority\":\"HIGH\"}";
		assertAnswer(this.server.post("/workers/" + ordered.name() + "/put", body), ordered, "put", "\"ACCEPTED\"",
				"STOPPED");
		assertError(this.server.post("/workers/" + queue(String.class).name() + "/put", body), 400,
				"has no priorities");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{}                                                       | put needs an item
			{"item":null}                                            | put needs an item
			{"item":"{"}                                             | no item of type
			{"item":"[]"}                                            | no item of type
			{"item":"null"}                                          | must not be null
			{"item":"{\\"id\\":\\"x\\"}"}                            | no item of type
			{"item":"{\\"id\\":1,\\"more\\":2}"}                     | no item of type
			{"item":"{\\"id\\":1} {}"}                               | no item of type
			{"item":"{}","delay":"-1s"}                              | delay must not be negative
			{"item":"{}","id":"x"}                                   | unknown key 'id'
			""")
	void refusesItemsThatItCannotRead(String body, String reason) {
		BackgroundQueueWorker<Order> worker = queue(Order.class);
		assertError(this.server.post("/workers/" + worker.name() + "/put", body), 400, reason);
		assertThat(worker.snapshot().executions().succeeded() + worker.size()).isZero();
	}

	@Test
	void refusesItemsForAFullQueue() {
		BackgroundQueueWorker<String> worker = register(this.server.workers()
			.define(name())
			.queue(String.class)
			.capacity(1)
			.autoStart(false)
			.executor((item, context) -> {
			}));
		worker.put("a");
		assertError(this.server.post("/workers/" + worker.name() + "/put", "{\"item\":\"b\"}"), 429, "full");
	}

	@Test
	void refusesItemsForAWorkerWithoutAQueue() {
		assertError(this.server.post("/workers/" + event().name() + "/put", "{\"item\":\"b\"}"), 400, "has no queue");
		assertError(this.server.get("/workers/" + event().name() + "/deadletters"), 400, "has no queue");
	}

	/**
	 * An item that is written as JSON.
	 */
	record Order(int id, Instant due) {

	}

}
