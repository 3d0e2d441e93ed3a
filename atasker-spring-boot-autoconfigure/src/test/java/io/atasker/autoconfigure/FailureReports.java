package io.atasker.autoconfigure;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;

/**
 * What Spring Boot reports of a failed startup. Has to initialize the context.
 */
final class FailureReports implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	private @Nullable ConfigurableApplicationContext context;

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		this.context = context;
	}

	FailureAnalysis of(AssertableApplicationContext failed) {
		ConfigurableApplicationContext context = Objects.requireNonNull(this.context);
		ArgumentResolver arguments = ArgumentResolver.of(BeanFactory.class, context.getBeanFactory())
			.and(Environment.class, context.getEnvironment());
		List<FailureAnalyzer> analyzers = SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, arguments, (type, name, failure) -> {
			});
		Throwable startupFailure = Objects.requireNonNull(failed.getStartupFailure());
		return analyzers.stream()
			.map((analyzer) -> analyzer.analyze(startupFailure))
			.filter(Objects::nonNull)
			.findFirst()
			.orElseThrow(() -> new AssertionError("no analysis", startupFailure));
	}

}
