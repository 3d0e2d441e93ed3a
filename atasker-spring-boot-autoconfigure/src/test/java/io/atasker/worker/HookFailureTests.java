package io.atasker.worker;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.atasker.testsupport.LeakGuard;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Failure case 10, where it is a hook of the stop that throws.
 */
@ExtendWith(LeakGuard.class)
class HookFailureTests {

	@RegisterExtension
	private final LiveEngine engine = new LiveEngine();

	private final List<String> called = new CopyOnWriteArrayList<>();

	private final AtomicInteger runs = new AtomicInteger();

	@ParameterizedTest
	@ValueSource(strings = { "beforeStop", "afterStop" })
	void stopGoesOnWhateverItsHooksThrow(String which) {
		BackgroundEventWorker worker = this.engine.workers.define("hooked")
			.event()
			.executor((ContextExecutor) (context) -> this.runs.incrementAndGet())
			.hooks(new WorkerHooks() {
				@Override
				public void beforeStop(BackgroundWorker stopped) {
					called("beforeStop", which);
				}

				@Override
				public void afterStop(BackgroundWorker stopped) {
					called("afterStop", which);
				}
			})
			.register();
		for (int round = 1; round <= 3; round++) {
			int expected = round;
			worker.trigger();
			await().until(() -> this.runs.get() == expected);
			assertThat(worker.stop()).isTrue();
			assertThat(worker.state()).isEqualTo(WorkerState.STOPPED);
			assertThat(this.called).hasSize(2 * round).endsWith("beforeStop", "afterStop");
			assertThat(worker.start()).isTrue();
		}
	}

	private void called(String hook, String which) {
		this.called.add(hook);
		if (hook.equals(which)) {
			throw new AssertionError(hook);
		}
	}

}
