package io.atasker.sample;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import io.atasker.worker.Workers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

import static io.atasker.sample.WorkersPage.waitFor;
import static io.atasker.sample.WorkersPage.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the page keeps off, and what it says where something keeps it off.
 */
@Tag("long")
@WithBrowser
class PageGuardsBrowserTests {

	private static final List<String> HOSTILE = List.of("<img src=x onerror=alert(1)>", "<script>alert(2)</script>",
			"\"><svg onload=alert(3)>", "javascript:alert(4)", "' onmouseover='alert(5)",
			"<iframe srcdoc='<script>alert(6)</script>'>", "</td></table><script>alert(7)</script>",
			"<style>*{display:none}</style>", "{{constructor.constructor('alert(8)')()}}", "${alert(9)}",
			"<a href=javascript:alert(10)>x</a>", "<details open ontoggle=alert(11)>",
			"<base href=//elsewhere.example>", "<math><mtext><script>alert(12)</script></mtext></math>",
			"&lt;script&gt;alert(13)&lt;/script&gt;");

	@TempDir
	static Path folder;

	@RegisterExtension
	private static final Browser browser = new Browser();

	private final WorkersPage page = new WorkersPage(browser);

	@Test
	void textsFromOutsideStayTexts() {
		String several = HOSTILE.get(0) + HOSTILE.get(1) + HOSTILE.get(6);
		try (RunningSample sample = RunningSample.start(folder.resolve("hostile"),
				"--spring.application.name=" + HOSTILE.get(1))) {
			defineHostile(sample.workers());
			this.page.openAndWait(sample.port());
			assertThat(browser.driver().getTitle()).contains(HOSTILE.get(1));
			waitUntil(() -> assertThat(this.page.cell("broken", "queue")).contains(HOSTILE.size() + " dead"));
			waitUntil(() -> assertThat(
					IntStream.range(0, HOSTILE.size()).mapToObj((number) -> this.page.cell("busy-" + number, "now")))
				.containsExactlyElementsOf(HOSTILE));
			this.page.details("broken");
			waitUntil(() -> assertThat(this.page.panel()).contains(HOSTILE.get(HOSTILE.size() - 1)));
			for (String tab : new String[] { "History", "Dead letters" }) {
				this.page.tab(tab);
				waitUntil(() -> assertThat(this.page.panel()).contains(HOSTILE));
			}
			this.page.click("Close the details");
			this.page.click("Stop busy-0");
			this.page.details("busy-1").click("Stop for…").fill("for", several).submit();
			waitUntil(() -> assertThat(this.page.problem()).contains("<img src=x"));
			this.page.fill("for", "1h").fill("reason", several).submit();
			waitUntil(() -> assertThat(this.page.panel()).contains("</td></table><script>"));
			browser.assertUndisturbed();
			assertThat(browser.driver()
				.findElements(By.cssSelector("iframe, math, body base, main style, [onerror], [onload]"))).isEmpty();
		}
	}

	/**
	 * That the test above can fail: what the page never does is noticed where it is done.
	 */
	@Test
	void markupIsForbiddenAndThatIsNoticed() {
		try (RunningSample sample = RunningSample.start(folder.resolve("markup"))) {
			this.page.openAndWait(sample.port());
			String thrown = browser.run("""
					try { document.body.innerHTML = '<img src=x onerror=alert(1)>'; return 'nothing'; }
					catch (error) { return error.name; }
					""");
			assertThat(thrown).isEqualTo("TypeError");
			waitUntil(() -> assertThat(browser.violations()).isNotEmpty());
			browser.complaints();
		}
	}

	@Test
	void whereOnlyReadingIsAllowedThereAreNoButtonsToWrite() {
		try (RunningSample sample = RunningSample.start(folder.resolve("reading"),
				"--management.endpoint.workers.access=read-only",
				"--management.endpoint.supervisors.access=read-only")) {
			this.page.openAndWait(sample.port());
			assertThat(this.page.find("#read-only").isDisplayed()).isTrue();
			this.page.details("thumbnails").tab("Settings");
			assertThat(this.page.buttonNames()).doesNotContain("Apply")
				.noneMatch((name) -> name.matches("(Start|Stop|Trigger|Put|Restart|Cancel|Resize)\\b.*"));
			assertThat(browser.driver().findElements(By.cssSelector("#details input, .row-actions"))).isEmpty();
		}
	}

	@Test
	void sendsTheTokenOfSpringSecurity() {
		try (RunningSample sample = RunningSample.start(folder.resolve("csrf"), WithToken.class,
				"--spring.autoconfigure.exclude=")) {
			signIn(sample);
			this.page.click("Stop scan");
			waitFor(() -> sample.worker("scan").isStopped());
			assertThat(sample.worker("scan").snapshot().lastChange().by()).isEqualTo("olga");
			this.page.click("Trigger housekeeping");
			waitUntil(() -> assertThat(this.page.messages()).contains("housekeeping: triggered"));
		}
	}

	@Test
	void saysWhatToConfigureWhereTheTokenIsKeptFromIt() {
		try (RunningSample sample = RunningSample.start(folder.resolve("no-token"), WithoutToken.class,
				"--spring.autoconfigure.exclude=")) {
			signIn(sample);
			this.page.click("Stop scan");
			waitUntil(() -> assertThat(this.page.messages()).contains("XSRF-TOKEN", "csrf.spa()"));
			assertThat(sample.worker("scan").isActive()).isTrue();
			browser.driver().manage().deleteAllCookies();
			waitUntil(() -> assertThat(this.page.banner()).contains("not signed in"));
		}
	}

	@Test
	void saysThatTheServerIsLostAndFindsItAgain() {
		int port;
		try (RunningSample sample = RunningSample.start(folder.resolve("lost"))) {
			port = sample.port();
			this.page.openAndWait(port);
		}
		waitUntil(() -> assertThat(this.page.banner()).contains("cannot be reached"));
		assertThat(this.page.names()).hasSize(6);
		try (RunningSample again = RunningSample.start(folder.resolve("lost"), "--server.port=" + port)) {
			waitUntil(() -> assertThat(this.page.find("#connection").getText()).isEqualTo("live"));
			assertThat(this.page.find("#banner").isDisplayed()).isFalse();
			assertThat(again.port()).isEqualTo(port);
		}
	}

	private void signIn(RunningSample sample) {
		browser.driver().manage().deleteAllCookies();
		this.page.open(sample.port());
		this.page.find("[name=username]").sendKeys("olga");
		this.page.find("[name=password]").sendKeys("secret");
		this.page.find("button[type=submit]").click();
		waitFor(() -> !this.page.names().isEmpty());
	}

	private static void defineHostile(Workers workers) {
		workers.define("broken").queue(String.class).executor((item, context) -> {
			throw new IllegalArgumentException(item);
		}).register();
		for (int i = 0; i < HOSTILE.size(); i++) {
			String text = HOSTILE.get(i);
			workers.queue("broken", String.class).put(text);
			workers.define("busy-" + i).executor((context) -> {
				context.progress(0.5, text);
				CountDownLatch stopped = new CountDownLatch(1);
				context.onStop(stopped::countDown);
				stopped.await();
			}).register();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class WithToken {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.formLogin(Customizer.withDefaults())
				.csrf((csrf) -> csrf.spa())
				.build();
		}

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(
					User.withUsername("olga").password("{noop}secret").roles("OPERATOR").build());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WithoutToken {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.formLogin(Customizer.withDefaults())
				.build();
		}

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(
					User.withUsername("olga").password("{noop}secret").roles("OPERATOR").build());
		}

	}

}
