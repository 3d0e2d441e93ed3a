package io.atasker.actuate;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.atasker.worker.WorkerState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Stops that take long do not take the threads of a small server.
 */
@OnBothStacks
class SlowStopTests extends EndpointTests {

	@Override
	List<String> properties() {
		List<String> properties = new ArrayList<>(super.properties());
		properties.add("server.tomcat.threads.max=4");
		properties.add("server.tomcat.threads.min-spare=4");
		return properties;
	}

	@Test
	void serverStaysResponsive() throws InterruptedException {
		List<Busy> all = List.of(busy(), busy(), busy(), busy(), busy(), busy(), busy(), busy());
		Queue<HttpResponse<String>> answers = new ConcurrentLinkedQueue<>();
		List<Thread> callers = all.stream()
			.map((busy) -> new Thread(
					() -> answers.add(this.server.post("/workers/" + busy.name() + "/stop", "{\"wait\":\"30s\"}"))))
			.toList();
		callers.forEach(Thread::start);
		await(() -> answers.size() >= 6);
		long begin = System.nanoTime();
		assertThat(this.server.get("/workers").statusCode()).isEqualTo(200);
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(25));
		assertThat(all).allMatch((busy) -> busy.worker.state() == WorkerState.STOPPING);
		all.forEach(Busy::end);
		for (Thread caller : callers) {
			caller.join(PATIENCE.toMillis());
		}
		assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(200, 202).hasSize(8);
	}

}
