package io.atasker.autoconfigure;

import java.io.File;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;

import io.atasker.testsupport.LeakGuard;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Failure case 87: an application that is undeployed leaves nothing that holds its
 * classes, as in a servlet container that is deployed to again and again.
 */
@Tag("long")
@ExtendWith(LeakGuard.class)
class RedeploymentTests {

	/**
	 * All libraries are the application's own. The JDK itself remembers the last class
	 * whose methods of a record it has linked, so the last application is not asked for.
	 */
	@Test
	void classesOfAnApplicationCanBeCollectedWhenItsContextIsClosed() throws Exception {
		List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
		for (String kind : List.of("platform", "virtual", "loop", "last")) {
			loaders.add(deployAndUndeploy(kind));
		}
		await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20)).until(() -> {
			System.gc();
			return loaders.stream().limit(3).allMatch((loader) -> loader.get() == null);
		});
	}

	/** Or the test above would notice nothing. */
	@Test
	void whoForgetsToCloseAContextHoldsItsClasses() throws Exception {
		AtomicReference<AutoCloseable> context = new AtomicReference<>();
		WeakReference<ClassLoader> loader = deploy("platform", context);
		deployAndUndeploy("last");
		System.gc();
		assertThat(loader.get()).isNotNull();
		undeploy(context);
	}

	private static WeakReference<ClassLoader> deployAndUndeploy(String kind) throws Exception {
		AtomicReference<AutoCloseable> context = new AtomicReference<>();
		WeakReference<ClassLoader> loader = deploy(kind, context);
		undeploy(context);
		return loader;
	}

	private static WeakReference<ClassLoader> deploy(String kind, AtomicReference<AutoCloseable> context)
			throws Exception {
		AtomicReference<WeakReference<ClassLoader>> loader = new AtomicReference<>();
		aside(() -> context.set(open(kind, loader)));
		return loader.get();
	}

	private static void undeploy(AtomicReference<AutoCloseable> context) throws Exception {
		aside(() -> context.getAndSet(null).close());
	}

	/** On a thread of its own, which takes with it what libraries leave on it. */
	private static void aside(Step step) throws Exception {
		FutureTask<Void> task = new FutureTask<>(() -> {
			step.run();
			return null;
		});
		Thread thread = new Thread(task, "deployment");
		thread.start();
		thread.join();
		task.get();
	}

	@SuppressWarnings("resource")
	private static AutoCloseable open(String kind, AtomicReference<WeakReference<ClassLoader>> reference)
			throws Exception {
		URLClassLoader loader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader());
		reference.set(new WeakReference<>(loader));
		Thread.currentThread().setContextClassLoader(loader);
		AutoCloseable application = (AutoCloseable) loader.loadClass(RedeployedApplication.class.getName())
			.getConstructor(String.class)
			.newInstance(kind);
		assertThat(application.getClass()).isNotSameAs(RedeployedApplication.class);
		return new Undeployment(application, loader);
	}

	private static URL[] classPath() {
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator)).map((entry) -> {
			try {
				return Path.of(entry).toUri().toURL();
			}
			catch (MalformedURLException ex) {
				throw new IllegalArgumentException(entry, ex);
			}
		}).toArray(URL[]::new);
	}

	private interface Step {

		void run() throws Exception;

	}

	private record Undeployment(AutoCloseable application, URLClassLoader loader) implements AutoCloseable {

		@Override
		public void close() throws IOException {
			try {
				this.application.close();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
			this.loader.close();
		}

	}

}
