package io.atasker.sample;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A real Chromium without a window, for all tests of a class. Nothing is downloaded: it
 * is looked for where systems put it, or where the system properties or environment
 * variables say.
 */
final class Browser implements BeforeAllCallback, AfterAllCallback {

	/** Selenium warns of each Chromium that is newer than itself. */
	private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

	private static final String WATCH = """
			window.violations = [];
			window.dialogs = [];
			window.told = [];
			new MutationObserver((changes) => changes.flatMap((change) => [...change.addedNodes])
				.filter((node) => node.parentElement?.id === 'messages')
				.forEach((node) => window.told.push(node.textContent)))
				.observe(document, { childList: true, subtree: true });
			document.addEventListener('securitypolicyviolation', (event) =>
				window.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
			for (const dialog of ['alert', 'confirm', 'prompt']) {
				window[dialog] = (text) => window.dialogs.push(text);
			}
			""";

	private @Nullable ChromeDriver driver;

	private @Nullable Path profile;

	@Override
	public void beforeAll(ExtensionContext context) throws IOException {
		SELENIUM.setLevel(Level.SEVERE);
		Path created = Files.createTempDirectory("browser");
		this.profile = created;
		this.driver = new ChromeDriver(
				new ChromeDriverService.Builder().usingDriverExecutable(new File(required(driverPath())))
					.usingAnyFreePort()
					.build(),
				options(created));
		this.driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", WATCH));
		size(1400, 900);
	}

	@Override
	public void afterAll(ExtensionContext context) throws IOException {
		if (this.driver != null) {
			this.driver.quit();
		}
		FileSystemUtils.deleteRecursively(this.profile);
	}

	private static ChromeOptions options(Path profile) {
		ChromeOptions options = new ChromeOptions();
		options.setBinary(required(chromiumPath()));
		options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
				"--disable-background-networking", "--disable-component-update", "--disable-sync",
				"--disable-dev-shm-usage", "--lang=en", "--user-data-dir=" + profile);
		LoggingPreferences logging = new LoggingPreferences();
		logging.enable(LogType.BROWSER, Level.ALL);
		options.setCapability("goog:loggingPrefs", logging);
		return options;
	}

	static @Nullable String chromiumPath() {
		return find("atasker.browser", "ATASKER_BROWSER", "/usr/bin/chromium", "/usr/bin/chromium-browser",
				"/usr/bin/google-chrome", "/opt/google/chrome/chrome",
				"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
	}

	static @Nullable String driverPath() {
		return find("atasker.browser-driver", "ATASKER_BROWSER_DRIVER", "/usr/bin/chromedriver",
				"/usr/lib/chromium-browser/chromedriver", "/usr/local/bin/chromedriver",
				"/opt/homebrew/bin/chromedriver");
	}

	private static @Nullable String find(String property, String variable, String... usual) {
		String told = System.getProperty(property, System.getenv(variable));
		Stream<String> candidates = (told != null) ? Stream.of(told) : Stream.of(usual);
		return candidates.filter((path) -> Files.isExecutable(Path.of(path))).findFirst().orElse(null);
	}

	private static String required(@Nullable String path) {
		if (path == null) {
			throw new IllegalStateException("chromium or chromedriver is missing");
		}
		return path;
	}

	ChromeDriver driver() {
		return Objects.requireNonNull(this.driver, "the browser was not started");
	}

	void size(int width, int height) {
		driver().executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
	}

	@SuppressWarnings("unchecked")
	<T> T run(String script, Object... arguments) {
		return (T) driver().executeScript(script, arguments);
	}

	/** What the policy of the page had to forbid since it was loaded. */
	List<String> violations() {
		return run("return window.violations");
	}

	/** The texts that scripts showed in dialogs since the page was loaded. */
	List<Object> dialogs() {
		return run("return window.dialogs");
	}

	/**
	 * What scripts threw and what the browser refused since the last call; an answer of
	 * the server is none of these.
	 */
	List<String> complaints() {
		return driver().manage()
			.logs()
			.get(LogType.BROWSER)
			.getAll()
			.stream()
			.filter((entry) -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
			.map((entry) -> entry.getMessage())
			.filter((message) -> !message.contains("Failed to load resource"))
			.toList();
	}

	/** Nothing of the page was forbidden, asked or broken since it was loaded. */
	void assertUndisturbed() {
		assertThat(violations()).isEmpty();
		assertThat(dialogs()).isEmpty();
		assertThat(complaints()).isEmpty();
	}

}
