package io.atasker.annotation;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.BiConsumer;

import javax.sql.DataSource;

import io.atasker.autoconfigure.AtaskerAutoConfiguration;
import io.atasker.autoconfigure.AtaskerClusterAutoConfiguration;
import io.atasker.supervisor.Supervisor;
import io.atasker.testsupport.LeakGuard;
import io.atasker.worker.BackgroundEventWorker;
import io.atasker.worker.BackgroundQueueWorker;
import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.RunOn;
import io.atasker.worker.WorkerFailure;
import io.atasker.worker.Workers;
import org.h2.Driver;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.aot.AotDetector;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.SpringProperties;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.javapoet.ClassName;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for applications that are processed ahead of time.
 */
@Tag("long")
@ExtendWith(LeakGuard.class)
class AheadOfTimeTests {

	@Test
	@CompileWithForkedClassLoader
	void injectedWorkersWork() {
		process((hints, context) -> {
			context.getBean(Supervisor.class).start();
			Inbox bean = context.getBean(Inbox.class);
			bean.pictures.put(new Picture("a"));
			bean.gallery.trigger();
			await().until(() -> bean.seen().containsAll(List.of("picture a", "gallery")));
			context.getBean(Workers.class).queue("job", String.class).put("b");
			await().until(() -> bean.seen().contains("job b done"));
		}, Inbox.class, Job.class);
	}

	@Test
	@CompileWithForkedClassLoader
	void workersAreInjectedByName() {
		process((hints, context) -> {
			ByName bean = context.getBean(ByName.class);
			assertThat(bean.gallery.name()).isEqualTo("gallery");
			assertThat(bean.job.name()).isEqualTo("job");
		}, Inbox.class, Job.class, ByName.class);
	}

	@Test
	@CompileWithForkedClassLoader
	void sameWorkersAreRegistered() {
		ApplicationContextRunner runner = WorkerContexts.with()
			.withBean("inbox", Inbox.class)
			.withBean("job", Job.class);
		List<String> expected = new ArrayList<>();
		runner.run((context) -> context.getBean(Workers.class)
			.stream()
			.map(BackgroundWorker::definition)
			.forEach((definition) -> expected.add(definition.name() + definition.running() + definition.origin())));
		process((hints, context) -> assertThat(context.getBean(Workers.class).stream())
			.extracting(BackgroundWorker::definition)
			.extracting((definition) -> definition.name() + definition.running() + definition.origin())
			.containsExactlyInAnyOrderElementsOf(expected), Inbox.class, Job.class);
	}

	@Test
	@CompileWithForkedClassLoader
	void whatIsCalledIsHinted() {
		process((hints, context) -> {
			assertHinted(hints, Inbox.class, "pictures", Picture.class);
			assertHinted(hints, Inbox.class, "failed", WorkerFailure.class);
			assertHinted(hints, Job.class, "run", String.class);
			assertHinted(hints, Job.class, "processResult", String.class);
		}, Inbox.class, Job.class);
	}

	@Test
	@CompileWithForkedClassLoader
	void workerThatRunsOnOneNodeHasItsLease() {
		process(List.of(Database.class, AtaskerAutoConfiguration.class, AtaskerClusterAutoConfiguration.class),
				(hints, context) -> {
					BackgroundWorker worker = context.getBean(Workers.class).get("single");
					await().until(() -> worker.statistics().isLeaseHeld());
				}, Single.class);
	}

	@Test
	void annotationAloneHintsTheMethod() {
		RuntimeHints hints = new RuntimeHints();
		new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(hints, Inbox.class);
		assertHinted(hints, Inbox.class, "pictures", Picture.class);
		assertHinted(hints, Inbox.class, "gallery");
	}

	private static void assertHinted(RuntimeHints hints, Class<?> type, String name, Class<?>... parameters) {
		Method method = ReflectionUtils.findMethod(type, name, parameters);
		assertThat(method).isNotNull();
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(method)).accepts(hints);
	}

	private static void process(BiConsumer<RuntimeHints, GenericApplicationContext> assertions, Class<?>... beans) {
		process(List.of(WorkerContexts.Engine.class), assertions, beans);
	}

	private static void process(List<Class<?>> configuration,
			BiConsumer<RuntimeHints, GenericApplicationContext> assertions, Class<?>... beans) {
		AnnotationConfigApplicationContext source = new AnnotationConfigApplicationContext();
		source.register(PropertyPlaceholderAutoConfiguration.class);
		configuration.forEach(source::register);
		for (Class<?> bean : beans) {
			source.registerBean(java.beans.Introspector.decapitalize(bean.getSimpleName()), bean);
		}
		TestGenerationContext generation = new TestGenerationContext();
		ClassName initializer = new ApplicationContextAotGenerator().processAheadOfTime(source, generation);
		generation.writeGeneratedContent();
		TestCompiler.forSystem().with(generation).compile((compiled) -> {
			GenericApplicationContext context = new GenericApplicationContext();
			context.setClassLoader(compiled.getClassLoader());
			initialize(compiled.getInstance(ApplicationContextInitializer.class, initializer.reflectionName()),
					context);
			SpringProperties.setFlag(AotDetector.AOT_ENABLED);
			try (context) {
				context.refresh();
				assertions.accept(generation.getRuntimeHints(), context);
			}
			finally {
				SpringProperties.setProperty(AotDetector.AOT_ENABLED, null);
			}
		});
	}

	@SuppressWarnings("unchecked")
	private static void initialize(ApplicationContextInitializer<?> initializer, GenericApplicationContext context) {
		((ApplicationContextInitializer<GenericApplicationContext>) initializer).initialize(context);
	}

	/**
	 * Not visible to generated code.
	 */
	private record Picture(String name) {

	}

	@Configuration(proxyBeanMethods = false)
	static class Database {

		@Bean
		DataSource dataSource() {
			// The drivers that the JVM has registered may be those of another class
			// loader.
			return new SimpleDriverDataSource(new Driver(), "jdbc:h2:mem:ahead-of-time;DB_CLOSE_DELAY=-1");
		}

	}

	static class Single {

		@Worker(runOn = RunOn.ONE_NODE, pollDelay = "10ms")
		void single() {
		}

	}

	static class Inbox {

		private final List<String> seen = new ArrayList<>();

		final BackgroundQueueWorker<Picture> pictures;

		final BackgroundEventWorker gallery;

		Inbox(BackgroundQueueWorker<Picture> pictures, @Qualifier("gallery") BackgroundEventWorker gallery) {
			this.pictures = pictures;
			this.gallery = gallery;
		}

		synchronized List<String> seen() {
			return List.copyOf(this.seen);
		}

		synchronized void see(String what) {
			this.seen.add(what);
		}

		@QueueWorker(onError = "#failed")
		private void pictures(Picture picture) {
			see("picture " + picture.name());
		}

		private void failed(WorkerFailure failure) {
			see("failure");
		}

		@EventWorker
		void gallery() {
			see("gallery");
		}

	}

	@QueueWorker(queueType = PriorityQueue.class)
	static class Job {

		private final Inbox inbox;

		Job(Inbox inbox) {
			this.inbox = inbox;
		}

		String run(String item) {
			return item + " done";
		}

		void processResult(String result) {
			this.inbox.see("job " + result);
		}

	}

	static class ByName {

		final BackgroundEventWorker gallery;

		/** Another bean has its name. */
		final BackgroundWorker job;

		ByName(BackgroundEventWorker gallery, BackgroundWorker job) {
			this.gallery = gallery;
			this.job = job;
		}

		@EventWorker
		void another() {
		}

	}

}
