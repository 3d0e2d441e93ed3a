package io.atasker.actuate;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;

import io.atasker.actuate.EndpointApplication.Audited;
import io.atasker.worker.BackgroundEventWorker;
import io.atasker.worker.ContextExecutor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Control roles, with Spring Security and without.
 */
@Tag("waiting")
@OnBothStacks
class ControlRolesTests extends EndpointTests {

	@Override
	Class<?> application() {
		return SecuredApplication.class;
	}

	@Test
	void whoHasARoleMayAct() {
		BackgroundEventWorker worker = guarded("OPERATOR", "ADMIN");
		assertAnswer(post("alice", worker.name() + "/stop", "{\"reason\":\"noise\"}"), worker, "stop", "\"STOPPED\"",
				"STOPPED");
		assertThat(worker.snapshot().lastChange().by()).isEqualTo("alice");
		assertThat(this.server.bean(Audited.class).last().getPrincipal()).isEqualTo("alice");
		assertThat(post("alice", worker.name(), "{\"priority\":\"HIGH\"}").statusCode()).isEqualTo(200);
	}

	@Test
	void prefixOfARoleMayBeGiven() {
		BackgroundEventWorker worker = guarded("ROLE_OPERATOR");
		assertThat(post("alice", worker.name() + "/stop", "").statusCode()).isEqualTo(200);
	}

	@Test
	void whoHasNoneMayNot() {
		BackgroundEventWorker worker = guarded("OPERATOR");
		assertError(post("bob", worker.name() + "/stop", "{\"reason\":\"fun\"}"), 403,
				"'bob' has none of the control roles of worker '" + worker.name() + "'");
		assertError(post("bob", worker.name(), "{\"priority\":\"HIGH\"}"), 403, "control roles");
		assertThat(worker.isStarted()).isTrue();
		assertThat(worker.snapshot().overrides()).isEmpty();
		assertThat(this.server.bean(Audited.class).last().getPrincipal()).isEqualTo("bob");
		assertThat(this.server.bean(Audited.class).last().getData())
			.isEqualTo(Map.of("worker", worker.name(), "action", "change", "arguments", Map.of("priority", "HIGH"),
					"oldState", "STARTED", "newState", "STARTED", "result", "FORBIDDEN"));
	}

	@Test
	void whoHasNoneMayRead() {
		assertThat(send("bob", "GET", guarded("OPERATOR").name(), "").statusCode()).isEqualTo(200);
	}

	@Test
	void whoHasNoneMayActOnOthers() {
		BackgroundEventWorker worker = guarded();
		assertThat(post("bob", worker.name() + "/stop", "").statusCode()).isEqualTo(200);
	}

	@Test
	void anotherWorkerCannotBeSlippedIn() {
		BackgroundEventWorker open = guarded();
		BackgroundEventWorker guarded = guarded("OPERATOR");
		assertThat(post("bob", open.name() + "/stop", "{\"worker\":\"" + guarded.name() + "\"}").statusCode())
			.isEqualTo(400);
		assertThat(post("bob", open.name() + "/stop?worker=" + guarded.name(), "").statusCode()).isEqualTo(400);
		assertThat(guarded.isStarted()).isTrue();
	}

	@Test
	void whoIsNobodyGetsNothing() {
		assertThat(this.server.get("/workers").statusCode()).isEqualTo(401);
		assertThat(this.server.post("/workers/any/stop", "[" + " ".repeat(100_000)).statusCode()).isIn(401, 403);
	}

	@Test
	void withoutSecurityGuardedWorkersAreOutOfReach() {
		try (EndpointServer open = EndpointServer.start(this.type, EndpointApplication.class,
				properties().toArray(String[]::new))) {
			BackgroundEventWorker worker = open.workers()
				.define("guarded")
				.event()
				.controlRoles(Set.of("OPERATOR"))
				.executor((ContextExecutor) (context) -> {
				})
				.register();
			assertError(open.post("/workers/guarded/stop"), 403, "'anonymous' has none of the control roles");
			assertThat(worker.isStarted()).isTrue();
		}
	}

	private BackgroundEventWorker guarded(String... roles) {
		return register(this.server.workers()
			.define(name())
			.event()
			.controlRoles(Set.of(roles))
			.executor((ContextExecutor) (context) -> {
			}));
	}

	private HttpResponse<String> post(String user, String path, String json) {
		return send(user, "POST", path, json);
	}

	private HttpResponse<String> send(String user, String method, String path, String json) {
		String credentials = Base64.getEncoder().encodeToString((user + ":" + user).getBytes(StandardCharsets.UTF_8));
		return this.server.send(this.server.request("/workers/" + path)
			.header("Authorization", "Basic " + credentials)
			.header("Content-Type", EndpointServer.JSON)
			.method(method, BodyPublishers.ofString(json)));
	}

	/**
	 * An application with two users.
	 */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class SecuredApplication {

		@Bean
		Audited audited() {
			return new Audited();
		}

		private static UserDetails[] users() {
			return new UserDetails[] { User.withUsername("alice").password("{noop}alice").roles("OPERATOR").build(),
					User.withUsername("bob").password("{noop}bob").roles("VIEWER").build() };
		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnWebApplication(type = Type.SERVLET)
		static class Servlet {

			@Bean
			InMemoryUserDetailsManager users() {
				return new InMemoryUserDetailsManager(SecuredApplication.users());
			}

			@Bean
			SecurityFilterChain security(HttpSecurity http) throws Exception {
				return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
					.httpBasic(Customizer.withDefaults())
					.csrf(AbstractHttpConfigurer::disable)
					.build();
			}

		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnWebApplication(type = Type.REACTIVE)
		static class Reactive {

			@Bean
			MapReactiveUserDetailsService users() {
				return new MapReactiveUserDetailsService(SecuredApplication.users());
			}

			@Bean
			SecurityWebFilterChain security(ServerHttpSecurity http) {
				return http.authorizeExchange((requests) -> requests.anyExchange().authenticated())
					.httpBasic(Customizer.withDefaults())
					.csrf(ServerHttpSecurity.CsrfSpec::disable)
					.build();
			}

		}

	}

}
