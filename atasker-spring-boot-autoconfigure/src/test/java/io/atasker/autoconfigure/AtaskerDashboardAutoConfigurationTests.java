package io.atasker.autoconfigure;

import io.atasker.dashboard.DashboardEndpoint;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class AtaskerDashboardAutoConfigurationTests {

	private static final String EXPOSED = "management.endpoints.web.exposure.include=atasker";

	private static final AutoConfigurations ALL = AutoConfigurations.of(AtaskerAutoConfiguration.class,
			AtaskerEndpointAutoConfiguration.class, AtaskerDashboardAutoConfiguration.class,
			EndpointAutoConfiguration.class, WebEndpointAutoConfiguration.class);

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner().withConfiguration(ALL);

	@Test
	void thereIsNoPageByDefault() {
		this.runner.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(DashboardEndpoint.class));
	}

	@Test
	void thereIsAPageOnceExposed() {
		this.runner.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(context).hasSingleBean(DashboardEndpoint.class));
		new ReactiveWebApplicationContextRunner().withConfiguration(ALL)
			.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(context).hasSingleBean(DashboardEndpoint.class));
	}

	@Test
	void thereIsNoPageWhereAccessIsDenied() {
		this.runner.withPropertyValues(EXPOSED, "management.endpoint.atasker.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(DashboardEndpoint.class));
	}

	@Test
	void thereIsNoPageWithoutAWebServer() {
		new ApplicationContextRunner().withConfiguration(ALL)
			.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(DashboardEndpoint.class));
	}

	@Test
	void thereIsNoPageWithoutActuator() {
		new WebApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(AtaskerAutoConfiguration.class, AtaskerDashboardAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader(WebEndpoint.class))
			.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("dashboardEndpoint"));
	}

	@Test
	void backsOffForAPageOfTheApplication() {
		this.runner.withUserConfiguration(OwnPage.class)
			.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(context).hasSingleBean(DashboardEndpoint.class).hasBean("own"));
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnPage {

		@Bean
		DashboardEndpoint own() {
			return mock(DashboardEndpoint.class);
		}

	}

}
