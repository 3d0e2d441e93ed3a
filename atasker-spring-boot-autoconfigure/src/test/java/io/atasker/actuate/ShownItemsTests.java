package io.atasker.actuate;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import io.atasker.worker.BackgroundQueueWorker;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of items of dead letters, and of who is shown them. That nobody is by default is
 * a test of the other properties of dead letters.
 */
@OnBothStacks
class ShownItemsTests extends EndpointTests {

	@Override
	Class<?> application() {
		return ControlRolesTests.SecuredApplication.class;
	}

	@Override
	List<String> properties() {
		List<String> properties = new ArrayList<>(super.properties());
		properties.add("management.endpoint.workers.show-values=when-authorized");
		properties.add("management.endpoint.workers.roles=OPERATOR");
		return properties;
	}

	@Test
	void itemsAreShownToWhoIsAuthorizedAndToNobodyElse() {
		BackgroundQueueWorker<Object> worker = failing();
		worker.put("line 1\nline 2 " + "x".repeat(5_000));
		await(() -> worker.deadLetters().size() == 1);
		assertThat(deadLetters("alice", worker)).contains("\"item\":\"line 1\\\\u000aline 2 xxx", "xxx...\"}")
			.hasSizeLessThan(2_000);
		assertThat(deadLetters("bob", worker)).contains("\"attempts\":1").doesNotContain("item", "line 2");
	}

	@Test
	void itemWhoseTextCannotBeHadIsSurvived() {
		BackgroundQueueWorker<Object> worker = failing();
		worker.put(new Hostile());
		await(() -> worker.deadLetters().size() == 1);
		assertThat(deadLetters("alice", worker))
			.contains("\"item\":\"its text cannot be had: java.lang.IllegalStateException\"");
	}

	private BackgroundQueueWorker<Object> failing() {
		return register(this.server.workers().define(name()).queue(Object.class).onError((failure) -> {
		}).executor((item, context) -> {
			throw new IllegalStateException("not this one");
		}));
	}

	private String deadLetters(String user, BackgroundQueueWorker<?> worker) {
		String credentials = Base64.getEncoder().encodeToString((user + ":" + user).getBytes(StandardCharsets.UTF_8));
		return this.server
			.send(this.server.request("/workers/" + worker.name() + "/deadletters")
				.header("Authorization", "Basic " + credentials)
				.method("GET", BodyPublishers.noBody()))
			.body();
	}

	private static final class Hostile {

		@Override
		public String toString() {
			throw new IllegalStateException("no text");
		}

	}

}
