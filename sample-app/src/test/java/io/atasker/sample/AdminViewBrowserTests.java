package io.atasker.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;

import org.springframework.core.io.ClassPathResource;

import static io.atasker.sample.WorkersPage.waitFor;
import static io.atasker.sample.WorkersPage.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The script for Spring Boot Admin in a real browser, on the endpoints of this
 * application. What it uses of Spring Boot Admin's own user interface is made by hand: a
 * server of it is not started here.
 */
@Tag("long")
@WithBrowser
class AdminViewBrowserTests {

	private static final String SCRIPT = "META-INF/spring-boot-admin-server-ui/extensions/atasker/workers.js";

	@TempDir
	static Path folder;

	@RegisterExtension
	private static final Browser browser = new Browser();

	private final WorkersPage page = new WorkersPage(browser);

	@Test
	void showsWorkersAndControlsThem() throws IOException {
		try (RunningSample sample = RunningSample.start(folder.resolve("view"))) {
			show(sample);
			waitUntil(() -> assertThat(workers()).containsExactly("gallery", "housekeeping", "scan", "thumbnails",
					"totals", "watch"));
			waitUntil(() -> assertThat(text("thumbnails")).contains("queue", "started", "of 100000"));
			waitUntil(() -> assertThat(buttons("thumbnails")).containsExactly("stop"));
			waitUntil(() -> assertThat(buttons("housekeeping")).containsExactly("trigger", "stop"));
			waitUntil(() -> this.page.find("[title='stop scan']").click());
			waitFor(() -> sample.worker("scan").isStopped());
			waitUntil(() -> assertThat(buttons("scan")).contains("start"));
			waitUntil(() -> assertThat(this.page.state("scan")).isEqualTo("STOPPED"));
			waitUntil(() -> this.page.find("[title='start scan']").click());
			waitFor(() -> sample.worker("scan").isStarted());
			long before = sample.worker("housekeeping").snapshot().executions().succeeded();
			waitUntil(() -> this.page.find("[title='trigger housekeeping']").click());
			waitFor(() -> sample.worker("housekeeping").snapshot().executions().succeeded() > before);
			waitUntil(() -> assertThat(this.page.find("a").getDomAttribute("href"))
				.isEqualTo("instances/abc/actuator/atasker"));
			waitUntil(() -> assertThat(problem()).isEmpty());
			assertThat(browser.complaints()).isEmpty();
		}
		waitUntil(() -> assertThat(problem()).isNotEmpty());
	}

	@Test
	void saysWhatToSetWhereOnlyReadingIsAllowed() throws IOException {
		try (RunningSample sample = RunningSample.start(folder.resolve("reading"),
				"--management.endpoint.workers.access=read-only")) {
			show(sample);
			waitUntil(() -> this.page.find("[title='stop scan']").click());
			waitUntil(() -> assertThat(problem()).contains("read-only", "management.endpoint.workers.access"));
			assertThat(sample.worker("scan").isActive()).isTrue();
		}
	}

	private void show(RunningSample sample) throws IOException {
		browser.driver().get("http://127.0.0.1:" + sample.port() + "/actuator/info");
		assertThat(browser.<Boolean>run(read("admin/server-ui.js") + read(SCRIPT)
				+ "return window.showView(['workers', 'atasker']) && view.path === 'atasker' && view.parent === 'instances';"))
			.isTrue();
	}

	private static String read(String resource) throws IOException {
		return new ClassPathResource(resource).getContentAsString(StandardCharsets.UTF_8);
	}

	private List<String> workers() {
		return browser.run("return [...document.querySelectorAll('tbody tr')].map((row) => row.dataset.worker)");
	}

	private String text(String worker) {
		return this.page.find("tr[data-worker='" + worker + "']").getText();
	}

	private List<String> buttons(String worker) {
		return browser.driver()
			.findElements(By.cssSelector("tr[data-worker='" + worker + "'] button"))
			.stream()
			.map((button) -> button.getText())
			.toList();
	}

	private String problem() {
		return this.page.find("[role=alert]").getText();
	}

}
