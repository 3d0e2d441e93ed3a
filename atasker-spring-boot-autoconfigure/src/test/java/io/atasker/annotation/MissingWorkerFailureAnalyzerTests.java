package io.atasker.annotation;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import io.atasker.testsupport.LeakGuard;
import io.atasker.worker.BackgroundEventWorker;
import io.atasker.worker.BackgroundQueueWorker;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MissingWorkerFailureAnalyzer}.
 */
@ExtendWith(LeakGuard.class)
class MissingWorkerFailureAnalyzerTests {

	private @Nullable Throwable startupFailure;

	@Test
	void itemTypeAndWorkersAreNamed() {
		FailureAnalysis report = Objects.requireNonNull(report(WrongItem.class));
		assertThat(report.getDescription()).isEqualToNormalizingNewlines(
				"""
						Parameter 0 of constructor in %s needs a worker of type BackgroundQueueWorker<Integer>, and there is none.

						These workers can be injected:

						    letters: BackgroundQueueWorker<String>, of %1$s.letters(String)
						"""
					.formatted(WrongItem.class.getName()));
		assertThat(report.getAction()).startsWith("Correct the type, the type of the items or the qualifier.");
	}

	@Test
	void qualifierIsNamed() {
		FailureAnalysis report = Objects.requireNonNull(report(WrongQualifier.class));
		assertThat(report.getDescription()).contains("BackgroundEventWorker with the qualifier 'galery', and there",
				"gallery: BackgroundEventWorker, of ");
	}

	@Test
	void noneAtAll() {
		FailureAnalysis report = Objects.requireNonNull(report(Nothing.class));
		assertThat(report.getDescription()).endsWith("No workers can be injected.");
	}

	@Test
	void otherBeansAreLeftToOthers() {
		assertThat(report(OtherBean.class)).isNull();
	}

	@Test
	void severalWorkersAreNamedWithTheWayToChoose() {
		FailureAnalysis report = Objects.requireNonNull(report(Ambiguous.class));
		assertThat(report.getDescription()).contains("needs a worker of type BackgroundEventWorker, and there are 2:",
				"one: BackgroundEventWorker, of ", "other: BackgroundEventWorker, of ");
		assertThat(report.getAction())
			.isEqualTo("Say which one: name the parameter after it, such as 'one', or add @Qualifier(\"one\").");
	}

	@Test
	void nameThatNoParameterCanHaveIsPutInCamelCase() {
		FailureAnalysis report = Objects.requireNonNull(report(Hyphenated.class));
		assertThat(report.getAction()).contains("such as 'theOneWorker', or add @Qualifier(\"the-one\")");
	}

	@Test
	void comesBeforeTheReportOfSpringBoot() {
		ConfigurableApplicationContext context = failed(Nothing.class);
		ArgumentResolver arguments = ArgumentResolver.of(BeanFactory.class, context.getBeanFactory())
			.and(Environment.class, context.getEnvironment());
		List<String> analyzers = SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, arguments, FailureHandler.logging(LogFactory.getLog(getClass())))
			.stream()
			.map((analyzer) -> analyzer.getClass().getSimpleName())
			.toList();
		assertThat(analyzers).containsSubsequence("MissingWorkerFailureAnalyzer",
				"NoSuchBeanDefinitionFailureAnalyzer");
	}

	private @Nullable FailureAnalysis report(Class<?> bean) {
		ConfigurableApplicationContext context = failed(bean);
		return new MissingWorkerFailureAnalyzer(context.getBeanFactory())
			.analyze(Objects.requireNonNull(this.startupFailure));
	}

	private ConfigurableApplicationContext failed(Class<?> bean) {
		AtomicReference<ConfigurableApplicationContext> initialized = new AtomicReference<>();
		WorkerContexts.with(bean).withInitializer(initialized::set).run((context) -> {
			assertThat(context).hasFailed();
			this.startupFailure = context.getStartupFailure();
		});
		return initialized.get();
	}

	static class WrongItem {

		WrongItem(BackgroundQueueWorker<Integer> numbers) {
		}

		@QueueWorker
		void letters(String letter) {
		}

	}

	static class WrongQualifier {

		WrongQualifier(@Qualifier("galery") BackgroundEventWorker worker) {
		}

		@EventWorker
		void gallery() {
		}

	}

	static class Nothing {

		Nothing(BackgroundEventWorker worker) {
		}

	}

	static class OtherBean {

		OtherBean(StringBuilder other) {
		}

	}

	static class Ambiguous {

		Ambiguous(BackgroundEventWorker some) {
		}

		@EventWorker
		void one() {
		}

		@EventWorker
		void other() {
		}

	}

	static class Hyphenated {

		Hyphenated(BackgroundEventWorker some) {
		}

		@EventWorker("the-one")
		void one() {
		}

		@EventWorker("the-other")
		void other() {
		}

	}

}
