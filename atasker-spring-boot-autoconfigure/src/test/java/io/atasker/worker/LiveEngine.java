package io.atasker.worker;

import java.time.Duration;

import io.atasker.supervisor.ShutdownPolicy;
import io.atasker.supervisor.Supervisor;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * An engine in real time, which runs while a test does.
 */
final class LiveEngine implements BeforeEachCallback, AfterEachCallback {

	final Supervisor supervisor = Supervisor.builder().build();

	final Workers workers = Workers.of(this.supervisor);

	@Override
	public void beforeEach(ExtensionContext context) {
		this.supervisor.start();
	}

	@Override
	public void afterEach(ExtensionContext context) {
		this.supervisor.stop(ShutdownPolicy.immediate(Duration.ofSeconds(5)));
	}

}
