package io.atasker.autoconfigure;

import io.atasker.actuate.ItemReader;
import io.atasker.actuate.JsonItemReader;
import io.atasker.actuate.SupervisorsEndpoint;
import io.atasker.actuate.SupervisorsEndpointJmxExtension;
import io.atasker.actuate.SupervisorsEndpointWebExtension;
import io.atasker.actuate.WorkersEndpoint;
import io.atasker.actuate.WorkersEndpointJmxExtension;
import io.atasker.actuate.WorkersEndpointWebExtension;
import io.atasker.worker.CronParser;
import io.atasker.worker.Workers;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.jmx.JmxEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jmx.JmxAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class AtaskerEndpointAutoConfigurationTests {

	private static final String EXPOSED = "management.endpoints.web.exposure.include=workers,supervisors";

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(AutoConfigurations
		.of(AtaskerAutoConfiguration.class, AtaskerEndpointAutoConfiguration.class, EndpointAutoConfiguration.class,
				WebEndpointAutoConfiguration.class, JmxAutoConfiguration.class, JmxEndpointAutoConfiguration.class));

	@Test
	void nothingIsThereUnlessItIsExposed() {
		this.runner.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(WorkersEndpoint.class)
			.doesNotHaveBean(SupervisorsEndpoint.class)
			.doesNotHaveBean(WorkersEndpointWebExtension.class)
			.doesNotHaveBean(WorkersEndpointJmxExtension.class));
	}

	@Test
	void webGetsItsExtensions() {
		this.runner.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(context).hasSingleBean(WorkersEndpoint.class)
				.hasSingleBean(SupervisorsEndpoint.class)
				.hasSingleBean(WorkersEndpointWebExtension.class)
				.hasSingleBean(SupervisorsEndpointWebExtension.class)
				.doesNotHaveBean(WorkersEndpointJmxExtension.class)
				.doesNotHaveBean(SupervisorsEndpointJmxExtension.class));
	}

	@Test
	void jmxGetsItsExtensions() {
		this.runner
			.withPropertyValues("spring.jmx.enabled=true",
					"management.endpoints.jmx.exposure.include=workers,supervisors")
			.run((context) -> assertThat(context).hasSingleBean(WorkersEndpoint.class)
				.hasSingleBean(SupervisorsEndpoint.class)
				.hasSingleBean(WorkersEndpointJmxExtension.class)
				.hasSingleBean(SupervisorsEndpointJmxExtension.class)
				.doesNotHaveBean(WorkersEndpointWebExtension.class)
				.doesNotHaveBean(SupervisorsEndpointWebExtension.class));
	}

	@Test
	void accessCanBeTakenAway() {
		this.runner.withPropertyValues(EXPOSED, "management.endpoint.workers.access=NONE")
			.run((context) -> assertThat(context).hasSingleBean(SupervisorsEndpoint.class)
				.doesNotHaveBean(WorkersEndpoint.class)
				.doesNotHaveBean(WorkersEndpointWebExtension.class));
	}

	@Test
	void backsOffForBeansOfTheUser() {
		ItemReader items = (text, type) -> text;
		this.runner.withPropertyValues(EXPOSED)
			.withBean("mine", ItemReader.class, () -> items)
			.withBean("myEndpoint", WorkersEndpoint.class,
					() -> new WorkersEndpoint(mock(Workers.class), CronParser.NONE, items, (event) -> {
					}))
			.run((context) -> assertThat(context).hasSingleBean(WorkersEndpoint.class)
				.hasBean("myEndpoint")
				.doesNotHaveBean(JsonItemReader.class));
	}

	@Test
	void isAbsentWithoutActuator() {
		for (Class<?> type : new Class<?>[] { Endpoint.class, ConditionalOnAvailableEndpoint.class }) {
			new ApplicationContextRunner()
				.withConfiguration(
						AutoConfigurations.of(AtaskerAutoConfiguration.class, AtaskerEndpointAutoConfiguration.class))
				.withClassLoader(new FilteredClassLoader(type))
				.run((context) -> assertThat(context).hasNotFailed()
					.hasSingleBean(Workers.class)
					.doesNotHaveBean(AtaskerEndpointAutoConfiguration.class));
		}
	}

	@Test
	void readsPlainItemsWithoutJackson() {
		this.runner.withPropertyValues(EXPOSED)
			.withClassLoader(new FilteredClassLoader(JsonMapper.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(WorkersEndpoint.class)
				.doesNotHaveBean(ItemReader.class));
	}

	@Test
	void itemsAreReadWithTheModulesOfTheApplication() {
		this.runner.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(context).hasSingleBean(JsonItemReader.class));
	}

}
