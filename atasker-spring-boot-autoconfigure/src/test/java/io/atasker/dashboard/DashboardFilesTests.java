package io.atasker.dashboard;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The files of the page themselves.
 */
class DashboardFilesTests {

	private static final String PAGE = "page.html";

	private static final Pattern IMPORT = Pattern.compile("from '\\./([^']+)'");

	private final DashboardAssets assets = new DashboardAssets();

	@ParameterizedTest
	@MethodSource("files")
	void eachFileIsServedButTheTemplate(String file) {
		assertThat(this.assets.serve(file).getStatus()).isEqualTo(file.equals(PAGE) ? 404 : 200);
	}

	@ParameterizedTest
	@MethodSource("files")
	void eachFileIsKnownToANativeImage(String file) {
		RuntimeHints hints = new RuntimeHints();
		new DashboardHints().registerHints(hints, null);
		assertThat(RuntimeHintsPredicates.resource().forResource(DashboardAssets.FOLDER + file)).accepts(hints);
	}

	@ParameterizedTest
	@MethodSource("files")
	void noFileTurnsTextIntoMarkupOrCode(String file) throws IOException {
		assertThat(content(file)).doesNotContainPattern(
				"innerHTML|outerHTML|insertAdjacentHTML|document\\.write|DOMParser|\\beval\\(|new Function|srcdoc|javascript:");
	}

	@ParameterizedTest
	@MethodSource("files")
	void noFileNamesAForeignHost(String file) throws IOException {
		assertThat(content(file).replace("http://www.w3.org/2000/svg", ""))
			.doesNotContainPattern("https?:|//[a-z]+\\.");
	}

	@ParameterizedTest
	@MethodSource("files")
	void importsAreServed(String file) throws IOException {
		assertThat(IMPORT.matcher(content(file)).results().map((MatchResult match) -> match.group(1)))
			.allSatisfy((imported) -> assertThat(this.assets.serve(imported).getStatus()).isEqualTo(200));
	}

	@Test
	void thePageHasNoInlineCode() throws IOException {
		assertThat(content(PAGE)).doesNotContainPattern("<style|\\sstyle=|\\son[a-z]+=|<script(?![^>]* src=)");
	}

	static List<String> files() throws IOException {
		Resource[] resources = new PathMatchingResourcePatternResolver()
			.getResources("classpath*:" + DashboardAssets.FOLDER + "*.*");
		List<String> files = Stream.of(resources)
			.map((resource) -> Objects.requireNonNull(resource.getFilename()))
			.filter((name) -> !name.endsWith(".class"))
			.toList();
		assertThat(files).hasSizeGreaterThan(5);
		return files;
	}

	private static String content(String file) throws IOException {
		return DashboardAssets.file(file).getContentAsString(StandardCharsets.UTF_8);
	}

}
