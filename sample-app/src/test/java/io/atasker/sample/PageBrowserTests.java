package io.atasker.sample;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import io.atasker.supervisor.Priority;
import io.atasker.worker.Workers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

import static io.atasker.sample.WorkersPage.waitFor;
import static io.atasker.sample.WorkersPage.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page of workers in a real browser, with the workers of this application.
 */
@WithBrowser
class PageBrowserTests {

	private static final String[] WORKERS = { "gallery", "housekeeping", "scan", "thumbnails", "totals", "watch" };

	@TempDir
	static Path folder;

	private static RunningSample sample;

	@RegisterExtension
	private static final Browser browser = new Browser();

	private final WorkersPage page = new WorkersPage(browser);

	@BeforeAll
	static void start() {
		sample = RunningSample.start(folder);
	}

	@AfterAll
	static void stop() {
		if (sample != null) {
			sample.close();
		}
	}

	@BeforeEach
	void open() {
		browser.size(1400, 900);
		this.page.openAndWait(sample.port());
	}

	@AfterEach
	void nothingWasForbiddenAndNothingThrew() {
		browser.assertUndisturbed();
	}

	@Test
	void showsAllWorkersAndThePool() {
		assertThat(this.page.names()).containsExactly(WORKERS);
		assertThat(this.page.cell("thumbnails", "type")).startsWith("queue");
		assertThat(this.page.cell("thumbnails", "priority")).isEqualTo("high");
		assertThat(this.page.cell("thumbnails", "queue")).contains("of 100K");
		assertThat(this.page.cell("totals", "type")).contains("interval, loop", "every 10s");
		waitUntil(() -> assertThat(this.page.cell("housekeeping", "next")).startsWith("in "));
		waitUntil(() -> assertThat(this.page.cell("watch", "now")).isEqualTo("watching"));
		assertThat(this.page.find(".pool[data-supervisor=default]").getText()).contains("critical", "up to 20");
		assertThat(browser.driver().getTitle()).isEqualTo("Workers · thumbnail-inbox");
	}

	@Test
	void stopsAndStartsByClicking() {
		this.page.click("Stop scan");
		waitUntil(() -> assertThat(this.page.messages()).contains("scan: stopped"));
		waitUntil(() -> assertThat(this.page.state("scan")).isEqualTo("STOPPED"));
		assertThat(sample.worker("scan").isStopped()).isTrue();
		assertThat(this.page.buttons("Stop scan")).isEmpty();
		this.page.click("Start scan");
		waitUntil(() -> assertThat(this.page.state("scan")).isEqualTo("STARTED"));
		assertThat(sample.worker("scan").isActive()).isTrue();
	}

	@Test
	void stopsForAWhile() {
		this.page.details("gallery").click("Stop for…").fill("for", "10").submit();
		waitUntil(() -> assertThat(this.page.problem()).contains("for", "10", "unit"));
		this.page.fill("for", "1s").submit();
		waitUntil(() -> assertThat(this.page.panel()).contains("the time of its stop is over"));
		waitUntil(() -> assertThat(this.page.state("gallery")).isEqualTo("STARTED"));
		assertThat(sample.worker("gallery").isActive()).isTrue();
		this.page.click("Stop for…").fill("for", "1h").fill("reason", "<b>lunch</b>").submit();
		waitUntil(() -> assertThat(this.page.panel()).contains("<b>lunch</b>"));
		waitUntil(() -> assertThat(this.page.state("gallery")).isEqualTo("STOPPED"));
		waitUntil(() -> this.page.click("Start"));
		waitUntil(() -> assertThat(this.page.state("gallery")).isEqualTo("STARTED"));
	}

	@Test
	void triggers() {
		long before = sample.worker("housekeeping").snapshot().executions().succeeded();
		this.page.click("Trigger housekeeping");
		waitUntil(() -> assertThat(this.page.messages()).contains("housekeeping: triggered"));
		waitFor(() -> sample.worker("housekeeping").snapshot().executions().succeeded() > before);
		this.page.details("housekeeping").tab("History");
		waitUntil(() -> assertThat(this.page.panel()).contains("succeeded", "trigger"));
	}

	@Test
	void puts() {
		long before = sample.worker("thumbnails").snapshot().executions().succeeded();
		this.page.click("Put into thumbnails").fill("item", "{\"name\":").submit();
		waitUntil(() -> assertThat(this.page.problem()).contains("item"));
		this.page.fill("item", "{\"name\":\"gone.png\",\"bytes\":1,\"modified\":1}").submit();
		waitUntil(() -> assertThat(this.page.messages()).contains("thumbnails: has a new item"));
		waitUntil(() -> assertThat(browser.driver().findElements(By.tagName("dialog"))).isEmpty());
		waitFor(() -> sample.worker("thumbnails").snapshot().executions().succeeded() > before);
	}

	@Test
	void changesTheIntervalAndBringsItBack() {
		this.page.details("totals").tab("Settings").fill("interval", "soon").click("Apply");
		waitUntil(() -> assertThat(this.page.panel()).contains("'soon'"));
		this.page.fill("interval", "7s").click("Apply");
		waitUntil(() -> assertThat(sample.worker("totals").snapshot().schedule().interval()).hasSeconds(7));
		waitUntil(() -> assertThat(this.page.panel()).contains("10s", "7s"));
		waitUntil(() -> assertThat(this.page.cell("totals", "type")).contains("every 7s"));
		this.page.click("Reset interval");
		waitUntil(() -> assertThat(sample.worker("totals").snapshot().schedule().interval()).hasSeconds(10));
		waitUntil(() -> assertThat(this.page.panel()).contains("Everything is as configured"));
	}

	@Test
	void resizesThePool() {
		this.page.click("Resize the pool of default").fill("poolSize", "31").submit();
		waitUntil(() -> assertThat(this.page.messages()).contains("default: pool resized"));
		waitUntil(() -> assertThat(this.page.find(".pool").getText()).contains("low", "up to 31"));
		waitUntil(() -> assertThat(this.page.find(".pool .changed").getText()).isEqualTo("size 31, configured 20"));
		this.page.click("Resize the pool of default").click("As configured");
		waitUntil(() -> assertThat(this.page.find(".pool").getText()).contains("up to 20"));
		waitFor(() -> !this.page.find(".pool .changed").isDisplayed());
	}

	@Test
	void showsDeadLettersAndForgetsThem() {
		sample.workers().define("mail").queue(String.class).executor((item, context) -> {
			throw new IllegalStateException("no such mailbox");
		}).register();
		try {
			sample.workers().queue("mail", String.class).put("a letter");
			waitUntil(() -> assertThat(this.page.cell("mail", "queue")).contains("1 dead"));
			assertThat(this.page.find("tr[data-worker=mail]").getDomAttribute("data-tone")).isEqualTo("bad");
			this.page.details("mail");
			waitUntil(() -> assertThat(this.page.panel()).contains("no such mailbox", "IllegalStateException"));
			this.page.tab("Dead letters");
			waitUntil(() -> assertThat(this.page.panel()).contains("1 attempt", "no such mailbox"));
			this.page.click("Put all back");
			waitUntil(() -> assertThat(this.page.messages()).contains("mail: 1 item put back"));
			waitFor(() -> sample.worker("mail").snapshot().executions().failed() == 2);
			waitUntil(() -> this.page.click("Forget all…"));
			this.page.submit();
			waitUntil(() -> assertThat(this.page.panel()).contains("No item was given up"));
		}
		finally {
			sample.workers().remove("mail");
		}
		waitUntil(() -> assertThat(this.page.names()).containsExactly(WORKERS));
		assertThat(this.page.find("#details").isDisplayed()).isFalse();
	}

	@Test
	void showsThePictureThatHasCostItsProcess() {
		new Visitor(sample.port()).act("scan", "trigger");
		this.page.details("thumbnails").tab("Dead letters");
		waitUntil(() -> assertThat(this.page.panel()).contains("ran out of memory"));
		browser.driver().get("http://127.0.0.1:" + sample.port() + "/");
		waitUntil(() -> {
			assertThat(this.page.find("main section").getText()).contains("Without a thumbnail", "broken.png",
					"bomb.png child process", "ran out of memory");
			assertThat(this.page.find("main div").getText()).contains("panorama.jpg").doesNotContain("bomb.png");
			assertThat(this.page.find("#worker-thumbnails .type").getText()).isEqualTo("queue · process · high");
		});
	}

	@Test
	void showsTheStackOfWhatRunsAndCancelsIt() {
		long before = sample.worker("watch").snapshot().executions().cancelled();
		this.page.details("watch").tab("Stack");
		waitUntil(() -> assertThat(this.page.panel()).contains("InboxWatcher", "same place for"));
		this.page.tab("Overview");
		waitUntil(() -> this.page.click("Cancel"));
		waitUntil(() -> assertThat(this.page.messages()).contains("watch: 1 execution cancelled"));
		waitFor(() -> sample.worker("watch").snapshot().executions().cancelled() > before);
	}

	@Test
	void isOperatedByKeyboard() {
		browser.driver().findElement(By.tagName("body")).sendKeys("/");
		browser.driver().switchTo().activeElement().sendKeys("tot");
		assertThat(this.page.names()).containsExactly("totals");
		browser.driver().switchTo().activeElement().sendKeys(Keys.BACK_SPACE, Keys.BACK_SPACE, Keys.BACK_SPACE);
		WebElement first = this.page.find("tr[data-worker=gallery] .name");
		first.sendKeys(Keys.ARROW_DOWN);
		assertThat(browser.driver().switchTo().activeElement().getText()).isEqualTo("housekeeping");
		browser.driver().switchTo().activeElement().sendKeys(Keys.ENTER);
		assertThat(browser.driver().switchTo().activeElement().getText()).isEqualTo("housekeeping");
		assertThat(this.page.find("#details").isDisplayed()).isTrue();
		assertThat(browser.driver().getCurrentUrl()).endsWith("#housekeeping");
		browser.driver().switchTo().activeElement().sendKeys(Keys.ESCAPE);
		assertThat(this.page.find("#details").isDisplayed()).isFalse();
		assertThat(browser.driver().switchTo().activeElement().getDomAttribute("class")).isEqualTo("name");
	}

	@Test
	void fitsIntoANarrowWindow() {
		browser.size(380, 800);
		assertThat(width()).isLessThanOrEqualTo(380);
		assertThat(this.page.buttons("Stop scan")).hasSize(1);
		this.page.details("scan").tab("Settings");
		assertThat(width()).isLessThanOrEqualTo(380);
		assertThat(this.page.find("#details").getSize().getWidth()).isLessThanOrEqualTo(380);
	}

	@Test
	void isDarkOrLightAsOneLikes() {
		WebElement theme = this.page.find("#theme");
		theme.click();
		String light = this.page.find("body").getCssValue("background-color");
		theme.click();
		assertThat(this.page.find("body").getCssValue("background-color")).isNotEqualTo(light);
		browser.driver().navigate().refresh();
		assertThat(this.page.find("html").getDomAttribute("data-theme")).isEqualTo("dark");
		this.page.find("#theme").click();
		assertThat(this.page.find("html").getDomAttribute("data-theme")).isNull();
	}

	@Test
	void fiveHundredWorkersAreFilteredAndSortedWithoutBeingMadeAnew() {
		List<String> names = IntStream.range(0, 494).mapToObj("many-%03d"::formatted).toList();
		Workers workers = sample.workers();
		names.forEach((name) -> workers.define(name)
			.interval(Duration.ofSeconds(1))
			.priority(name.endsWith("7") ? Priority.LOW : Priority.NORMAL)
			.executor((context) -> {
			})
			.register());
		try {
			waitUntil(() -> assertThat(this.page.names()).hasSize(500));
			browser.run("document.querySelector('tr[data-worker=many-400]').kept = true");
			browser.run("const search = document.getElementById('search'); search.value = 'many-1';"
					+ "search.dispatchEvent(new Event('input'))");
			assertThat(this.page.names()).hasSize(100).allMatch((name) -> name.startsWith("many-1"));
			browser.run("const search = document.getElementById('search'); search.value = '';"
					+ "search.dispatchEvent(new Event('input'))");
			browser.run("document.querySelector('th.is-priority button').click()");
			assertThat(this.page.names().get(0)).isEqualTo("thumbnails");
			assertThat(this.page.names().get(499)).isEqualTo("many-487");
			assertThat(browser.<Boolean>run("return document.querySelector('tr[data-worker=many-400]').kept")).isTrue();
		}
		finally {
			names.forEach(workers::remove);
		}
		waitUntil(() -> assertThat(this.page.names()).hasSize(6));
	}

	private static long width() {
		return browser.run("return document.documentElement.scrollWidth");
	}

}
