package io.atasker.docs.supervisor;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;

import io.atasker.supervisor.PoolLimits;
import io.atasker.supervisor.Priority;
import io.atasker.supervisor.ShutdownPolicy;
import io.atasker.supervisor.ShutdownReport;
import io.atasker.supervisor.Supervisor;
import io.atasker.supervisor.Task;
import io.atasker.supervisor.TaskOptions;

import org.springframework.stereotype.Component;

@Component
class Reports {

	private final Supervisor supervisor;

	Reports(Supervisor supervisor) {
		this.supervisor = supervisor;
	}

	String report() throws Exception {
		Task<String> report = this.supervisor.submit(() -> "42 pictures",
				TaskOptions.named("report").withPriority(Priority.HIGH));
		Task<?> mail = this.supervisor.submit(() -> send("done"), TaskOptions.DEFAULTS.withDelay(Duration.ofMillis(5)));
		Task.awaitAll(List.of(report, mail), Duration.ofMinutes(1));
		return report.result().get();
	}

	void urgent() {
		Executor executor = this.supervisor.asExecutor(Priority.CRITICAL);
		executor.execute(() -> send("fire"));
	}

	void resize() {
		this.supervisor.resize(new PoolLimits(20, 10, 5));
	}

	boolean stop() {
		ShutdownReport report = this.supervisor.stop(ShutdownPolicy.graceful(Duration.ofSeconds(10)));
		return report.isComplete();
	}

	private void send(String text) {
	}

}
