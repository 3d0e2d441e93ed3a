package io.atasker.sample.cluster;

import java.io.IOException;
import java.time.Duration;

import io.atasker.sample.SampleApplication;

import org.springframework.boot.SpringApplication;

/**
 * The application as one of several instances: it ends when its standard input does, that
 * is with the process that has started it, however that ends.
 */
final class InstanceMain {

	/** What is printed when it listens, with the port. */
	static final String LISTENS = "This instance listens on port ";

	/** Longer than workers may take to stop; who takes longer hangs. */
	private static final Duration PATIENCE = Duration.ofSeconds(40);

	private InstanceMain() {
	}

	public static void main(String[] arguments) {
		daemon("end-with-launcher", InstanceMain::endWithInput);
		var context = SpringApplication.run(SampleApplication.class, arguments);
		System.out.println(LISTENS + context.getEnvironment().getProperty("local.server.port"));
	}

	private static void endWithInput() {
		try {
			while (System.in.read() >= 0) {
				// Nobody says anything to it.
			}
		}
		catch (IOException ex) {
			// The other end is gone, too.
		}
		daemon("halt", InstanceMain::haltInTime);
		System.exit(0);
	}

	private static void haltInTime() {
		try {
			Thread.sleep(PATIENCE.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		Runtime.getRuntime().halt(1);
	}

	private static void daemon(String name, Runnable action) {
		Thread thread = new Thread(action, name);
		thread.setDaemon(true);
		thread.start();
	}

}
