package io.atasker.docs;

import java.util.regex.Pattern;

import io.atasker.autoconfigure.AtaskerAutoConfiguration;
import io.atasker.testsupport.LeakGuard;
import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.WorkerState;
import io.atasker.worker.Workers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.ClassPathBeanDefinitionScanner;
import org.springframework.core.type.filter.RegexPatternTypeFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of the pages start as they are.
 */
@Tag("waiting")
@ExtendWith(LeakGuard.class)
class ExamplesTests {

	@ParameterizedTest
	@CsvSource({ "front, 5", "start, 2", "types, 15", "supervisor, 0", "processes, 1", "operating, 0", "recipes, 6",
			"cluster, 1" })
	void examplesStart(String page, int workers) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(AtaskerAutoConfiguration.class))
			.withPropertyValues("atasker.supervisor.loops.io=", "atasker.supervisor.process-pool.size=1",
					"atasker.supervisor.process-pool.spares=0", "atasker.cluster.enabled=false",
					"atasker.unknown-workers=fail")
			.withInitializer((context) -> {
				BeanDefinitionRegistry registry = (BeanDefinitionRegistry) context.getBeanFactory();
				ClassPathBeanDefinitionScanner scanner = new ClassPathBeanDefinitionScanner(registry);
				scanner.addExcludeFilter(new RegexPatternTypeFilter(Pattern.compile(".*(Security|Controller)")));
				assertThat(scanner.scan("io.atasker.docs." + page)).isPositive();
			})
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(Workers.class).stream()).hasSize(workers)
					.allSatisfy((worker) -> assertThat(worker.state()).isNotEqualTo(WorkerState.FAILED))
					.extracting(BackgroundWorker::name)
					.doesNotHaveDuplicates();
			});
	}

}
