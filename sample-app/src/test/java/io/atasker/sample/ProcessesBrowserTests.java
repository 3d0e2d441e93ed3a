package io.atasker.sample;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.atasker.annotation.IntervalWorker;
import io.atasker.annotation.QueueWorker;
import io.atasker.supervisor.PoolLimits;
import io.atasker.supervisor.Priority;
import io.atasker.supervisor.Supervisor;
import io.atasker.supervisor.Task;
import io.atasker.supervisor.TaskOptions;
import io.atasker.worker.WorkContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static io.atasker.sample.WorkersPage.waitFor;
import static io.atasker.sample.WorkersPage.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the page shows of child processes, in a real browser.
 */
@WithBrowser
class ProcessesBrowserTests {

	private static final String HOSTILE = "<img src=x onerror=alert(1)>";

	private static final String POOL = "--atasker.supervisor.process-pool.size=2";

	/** The children are for what the tests run. */
	private static final String NO_THUMBNAILS = "--atasker.workers.thumbnails.auto-start=false";

	@TempDir
	static Path folder;

	@RegisterExtension
	private static final Browser browser = new Browser();

	private final WorkersPage page = new WorkersPage(browser);

	@AfterEach
	void nothingWasForbiddenAndNothingThrew() {
		browser.assertUndisturbed();
		assertThat(browser.driver().findElements(By.cssSelector("[onerror]"))).isEmpty();
	}

	private String processes() {
		return this.page.find(".processes").getText();
	}

	private List<WebElement> rows(String tone) {
		return browser.driver().findElements(By.cssSelector(".processes tr[data-tone='" + tone + "']"));
	}

	/** The sample itself cannot be without one. */
	@Test
	void withoutProcessPoolNothingIsShownOfIt() {
		try (ConfigurableApplicationContext bare = new SpringApplicationBuilder(Bare.class).run(
				"--spring.config.location=classpath:/config/", "--server.port=0", "--server.address=127.0.0.1",
				"--management.endpoints.web.exposure.include=workers,supervisors,atasker",
				"--management.endpoint.supervisors.access=unrestricted")) {
			this.page.openAndWait(bare.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
			waitFor(() -> this.page.find(".pool").isDisplayed());
			assertThat(this.page.buttons("Resize the pool of default")).hasSize(1);
			assertThat(this.page.find(".processes").isDisplayed()).isFalse();
			assertThat(this.page.buttons("Resize the process pool of default")).isEmpty();
		}
	}

	@Test
	void showsChildrenWithTheWorkersThatRunInThem() {
		try (RunningSample sample = RunningSample.start(folder.resolve("children"), Decoders.class, POOL,
				NO_THUMBNAILS)) {
			this.page.openAndWait(sample.port());
			waitUntil(() -> assertThat(processes()).contains("0 busy, 1 idle · room for 2", "idle"));
			sample.workers().queue("decoder", String.class).put("a clip");
			waitFor(() -> rows("busy").size() == 1);
			WebElement row = rows("busy").get(0);
			long pid = Long.parseLong(row.findElement(By.tagName("th")).getText());
			assertThat(ProcessHandle.of(pid)).get().matches(ProcessHandle::isAlive);
			assertThat(row.getText()).contains("busy", "decoder", "decoder-").containsPattern("\\d s");
			row.findElement(By.linkText("decoder")).click();
			waitFor(() -> this.page.find("#details").isDisplayed());
			assertThat(this.page.find("#details-name").getText()).isEqualTo("decoder");
			this.page.tab("Stack");
			waitUntil(() -> assertThat(this.page.panel()).contains("child process " + pid,
					"ProcessesBrowserTests$Decoder.decoder("));
			this.page.tab("Overview");
			waitUntil(() -> this.page.click("Cancel"));
			waitFor(() -> !ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
			this.page.click("Close the details");
			waitUntil(() -> assertThat(processes()).contains("0 busy"));
			narrow();
		}
	}

	private void narrow() {
		browser.size(380, 800);
		assertThat(browser.<Long>run("return document.documentElement.scrollWidth")).isLessThanOrEqualTo(380);
		browser.size(1400, 900);
	}

	@Test
	void showsWhatWaitsAndResizesThePool() {
		try (RunningSample sample = RunningSample.start(folder.resolve("resize"), Decoders.class,
				"--atasker.supervisor.process-pool.size=1", NO_THUMBNAILS)) {
			Supervisor supervisor = sample.supervisor();
			List<Task<?>> tasks = List.of(submit(supervisor, HOSTILE), submit(supervisor, "second"));
			this.page.openAndWait(sample.port());
			waitUntil(() -> assertThat(processes()).contains("1 busy", "1 waiting", HOSTILE));
			assertThat(browser.driver().findElements(By.cssSelector(".processes .owner:not([hidden])"))).isEmpty();
			this.page.click("Resize the process pool of default").fill("processPoolSize", "0").submit();
			waitUntil(() -> assertThat(this.page.problem()).contains("must be at least 1"));
			this.page.fill("processPoolSize", "3").submit();
			waitUntil(() -> assertThat(this.page.messages()).contains("default: process pool resized"));
			waitUntil(() -> assertThat(processes()).contains("2 busy", "room for 3", "size 3, configured 1"));
			assertThat(this.page.find(".pool > header .changed").isDisplayed()).isFalse();
			this.page.click("Resize the process pool of default").click("As configured");
			waitFor(() -> supervisor.processStatistics().limits().equals(new PoolLimits(1, 0, 0)));
			waitUntil(() -> assertThat(processes()).contains("room for 1"));
			tasks.forEach(Task::cancel);
		}
	}

	private static Task<?> submit(Supervisor supervisor, String id) {
		return supervisor.submitToProcess(Decoders::endless, TaskOptions.of(Priority.NORMAL).withId(id));
	}

	@Test
	void saysWhyNoChildCanBeStarted() {
		try (RunningSample sample = RunningSample.start(folder.resolve("broken"), Decoders.class, POOL,
				"--atasker.supervisor.process-pool.jvm-args=-XX:" + HOSTILE)) {
			this.page.openAndWait(sample.port());
			waitUntil(() -> assertThat(this.page.find(".processes .problem").getText())
				.contains("no child process can be started", HOSTILE));
			assertThat(processes()).contains("There is no child process at the moment.");
			assertThat(new Visitor(sample.port()).get("/actuator/health/atasker/default").getBody())
				.contains("\"status\":\"DOWN\"", "\"processPool\":\"no child process can be started");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Bare {

		@IntervalWorker("1s")
		void work() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Decoders {

		@Bean
		static Decoder decoder() {
			return new Decoder();
		}

		static int endless() throws InterruptedException {
			TimeUnit.MINUTES.sleep(10);
			return 1;
		}

	}

	static class Decoder {

		@QueueWorker
		static void decoder(String clip, WorkContext context) throws InterruptedException {
			context.progress(0.5, "decoding " + clip);
			while (true) {
				TimeUnit.MILLISECONDS.sleep(20);
			}
		}

	}

}
