package io.atasker.actuate;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.atasker.testsupport.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares docs/operating.md with the operations of the endpoints.
 */
class OperatingPageTests {

	private static final Pattern CODE = Pattern.compile("`([^`]+)`");

	private final Page page = Page.of("docs/operating.md");

	@ParameterizedTest
	@EnumSource
	void actionHasItsKeys(WorkerAction action) {
		assertThat(keys("POST workers/{worker}/" + action.text())).containsExactlyInAnyOrderElementsOf(action.keys());
	}

	@Test
	void changesHaveTheirKeys() {
		assertThat(keys("POST workers/{worker}")).containsExactlyInAnyOrderElementsOf(SettingsReader.KEYS);
		assertThat(keys("POST supervisors/{supervisor}")).containsExactlyInAnyOrderElementsOf(SupervisorActions.KEYS);
	}

	@Test
	void everyRefusalIsExplained() {
		assertThat(this.page.text()).contains(Arrays.stream(Refusal.values())
			.map((refusal) -> "| %d | ".formatted(refusal.status()))
			.toArray(String[]::new));
	}

	@Test
	void operationsOfJmxAreListed() {
		Map<String, String> operations = new TreeMap<>();
		Arrays.stream(WorkersEndpointJmxExtension.class.getDeclaredMethods())
			.filter((method) -> method.isAnnotationPresent(WriteOperation.class)
					|| method.isAnnotationPresent(ReadOperation.class))
			.forEach((method) -> operations.put(method.getName(), signature(method)));
		this.page.assertGenerated("jmx", operations.values().stream().collect(Collectors.joining("`, `", "`", "`\n")));
	}

	@Test
	void fieldsAreListed() {
		Map<String, String> tables = Map.of("worker", EndpointFields.WORKER, "executions", EndpointFields.EXECUTIONS,
				"stack", EndpointFields.STACK, "dead letters", EndpointFields.DEAD_LETTERS, "supervisor",
				EndpointFields.SUPERVISOR, "answers", EndpointFields.ACTION);
		new TreeMap<>(tables).forEach((name, table) -> this.page.assertGenerated("fields of " + name,
				table.replace("| Field | Meaning |", "| field | meaning |")));
	}

	private static String signature(Method method) {
		return method.getName() + Arrays.stream(method.getParameters())
			.map((parameter) -> parameter.getName())
			.collect(Collectors.joining(", ", "(", ")"));
	}

	/** The keys in the second column of the row of a request. */
	private List<String> keys(String request) {
		List<String> rows = this.page.text()
			.lines()
			.filter((line) -> line.startsWith("| `" + request + "` |"))
			.toList();
		assertThat(rows).hasSize(1);
		return CODE.matcher(rows.get(0).split("\\|")[2]).results().map((code) -> code.group(1)).toList();
	}

}
