package io.atasker.sample;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ThrowingRunnable;
import org.openqa.selenium.By;
import org.openqa.selenium.ElementNotInteractableException;
import org.openqa.selenium.NotFoundException;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;

/**
 * The page of workers, as somebody with a mouse and a keyboard sees it.
 */
final class WorkersPage {

	private static final String BUTTONS = """
			const name = (button) => button.ariaLabel ?? button.textContent.trim();
			const buttons = [...document.querySelectorAll('button')].filter((button) => button.checkVisibility());
			""";

	private final Browser browser;

	WorkersPage(Browser browser) {
		this.browser = browser;
	}

	WorkersPage open(int port) {
		this.browser.driver().get("http://127.0.0.1:" + port + "/actuator/atasker");
		return this;
	}

	WorkersPage openAndWait(int port) {
		open(port);
		waitFor(() -> !names().isEmpty());
		return this;
	}

	/** The workers that can be seen, from top to bottom. */
	List<String> names() {
		return this.browser.run(
				"return [...document.querySelectorAll('#rows tr:not([hidden]) .name')].map((name) => name.textContent)");
	}

	/** A cell of a worker's row, as text. */
	String cell(String worker, String column) {
		return find("tr[data-worker='" + worker + "'] .is-" + column).getText();
	}

	String state(String worker) {
		return Objects.requireNonNull(find("tr[data-worker='" + worker + "']").getDomAttribute("data-state"));
	}

	/** Clicks what a person who does not see it would be told is called so. */
	WorkersPage click(String name) {
		button(name).click();
		return this;
	}

	WebElement button(String name) {
		List<WebElement> found = buttons(name);
		if (found.isEmpty()) {
			throw new NotFoundException("there is no button '" + name + "'");
		}
		return found.get(0);
	}

	/** The buttons that can be seen and are called so. */
	List<WebElement> buttons(String name) {
		return this.browser.run(BUTTONS + "return buttons.filter((button) => name(button) === arguments[0])", name);
	}

	/** The names of all buttons that can be seen. */
	List<String> buttonNames() {
		return this.browser.run(BUTTONS + "return buttons.map(name)");
	}

	WorkersPage details(String worker) {
		find("tr[data-worker='" + worker + "'] .name").click();
		return this;
	}

	WorkersPage tab(String title) {
		this.browser.driver()
			.findElements(By.cssSelector("[role=tab]"))
			.stream()
			.filter((tab) -> tab.getText().equals(title))
			.findFirst()
			.orElseThrow(() -> new NotFoundException("there is no tab '" + title + "'"))
			.click();
		return this;
	}

	String panel() {
		return find("[role=tabpanel]:not([hidden])").getText();
	}

	/** Fills the field of the open dialog, or else of the details. */
	WorkersPage fill(String field, String text) {
		String where = this.browser.driver().findElements(By.tagName("dialog")).isEmpty() ? "#details" : "dialog";
		WebElement element = find(where + " [name='" + field + "']");
		element.clear();
		element.sendKeys(text);
		return this;
	}

	WorkersPage submit() {
		find("dialog button[type=submit]").click();
		return this;
	}

	/** What went wrong in the form that is open. */
	String problem() {
		return find("dialog .problem").getText();
	}

	/** All messages since the page was loaded, those that have gone too. */
	String messages() {
		return this.browser.run("return window.told.join('\\n')");
	}

	String banner() {
		return find("#banner").getText();
	}

	WebElement find(String selector) {
		return this.browser.driver().findElement(By.cssSelector(selector));
	}

	static void waitFor(Callable<Boolean> condition) {
		eventually().until(condition);
	}

	static void waitUntil(ThrowingRunnable assertion) {
		eventually().untilAsserted(assertion);
	}

	private static ConditionFactory eventually() {
		return Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.ignoreExceptionsMatching((ex) -> ex instanceof StaleElementReferenceException
					|| ex instanceof NotFoundException || ex instanceof ElementNotInteractableException);
	}

}
