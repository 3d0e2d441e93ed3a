package io.atasker.supervisor;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.atasker.testsupport.LeakGuard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(LeakGuard.class)
class SupervisorTests {

	@Test
	void runsATask() throws Exception {
		try (Supervisor supervisor = Supervisor.builder().build()) {
			supervisor.start();
			Task<String> task = supervisor.submit(() -> "done");
			assertThat(task.result().get(5, TimeUnit.SECONDS)).isEqualTo("done");
			assertThat(task.state()).isEqualTo(TaskState.SUCCEEDED);
			for (int i = 0; i < 1000; i++) {
				supervisor.submit(() -> "done");
			}
			ShutdownReport report = supervisor.stop(ShutdownPolicy.graceful(Duration.ofSeconds(5)));
			assertThat(report.isComplete()).isTrue();
			assertThat(supervisor.awaitTermination(Duration.ofSeconds(5))).isTrue();
		}
	}

}
