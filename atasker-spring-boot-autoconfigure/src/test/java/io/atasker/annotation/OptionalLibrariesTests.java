package io.atasker.annotation;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.atasker.testsupport.LeakGuard;
import io.atasker.worker.TriggerableWorker;
import io.atasker.worker.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for applications that have only the libraries that must be there.
 */
@ExtendWith(LeakGuard.class)
class OptionalLibrariesTests {

	private static final Predicate<String> OPTIONAL = Pattern
		.compile(
				"reactor|reactive-streams|kotlin|spring-tx|spring-jdbc|shedlock|micrometer|actuator|spring-web|jackson")
		.asPredicate();

	@Test
	void workersNeedNoneOfThem() throws Exception {
		ClassLoader before = Thread.currentThread().getContextClassLoader();
		try (URLClassLoader loader = new URLClassLoader(required(), ClassLoader.getPlatformClassLoader())) {
			Thread.currentThread().setContextClassLoader(loader);
			((Runnable) loader.loadClass(Application.class.getName()).getDeclaredConstructor().newInstance()).run();
		}
		finally {
			Thread.currentThread().setContextClassLoader(before);
		}
	}

	private static URL[] required() throws IOException {
		return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter(OPTIONAL.negate())
			.map(OptionalLibrariesTests::url)
			.toArray(URL[]::new);
	}

	private static URL url(String entry) {
		try {
			return new File(entry).toURI().toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Loaded by another class loader.
	 */
	public static class Application implements Runnable {

		@Override
		public void run() {
			WorkerContexts.started(WorkerContexts.with(Bean.class), (context) -> {
				Workers workers = context.getBean(Workers.class);
				for (String name : new String[] { "plain", "stage", "flow" }) {
					TriggerableWorker worker = workers.get(name, TriggerableWorker.class);
					worker.trigger();
					// The class loader of its own has no longer default.
					await().atMost(Duration.ofMinutes(1)).until(() -> worker.snapshot().executions().succeeded() == 1);
				}
			});
			ClassLoader loader = getClass().getClassLoader();
			assertThat(ClassUtils.isPresent("org.reactivestreams.Publisher", loader)).isFalse();
			assertThat(ClassUtils.isPresent("kotlin.coroutines.Continuation", loader)).isFalse();
		}

	}

	static class Bean {

		@EventWorker
		void plain() {
		}

		@EventWorker
		CompletionStage<Void> stage() {
			return CompletableFuture.completedFuture(null);
		}

		@EventWorker
		Flow.Publisher<Integer> flow() {
			return (subscriber) -> {
				try (SubmissionPublisher<Integer> publisher = new SubmissionPublisher<>(Runnable::run, 8)) {
					publisher.subscribe(subscriber);
				}
			};
		}

	}

}
