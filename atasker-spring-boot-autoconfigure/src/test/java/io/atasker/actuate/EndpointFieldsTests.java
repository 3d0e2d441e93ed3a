package io.atasker.actuate;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class EndpointFieldsTests {

	@ParameterizedTest
	@MethodSource("tables")
	void everyFieldIsDocumented(Class<?> body, String table) {
		assertThat(documented(table)).containsExactlyElementsOf(fields(body));
	}

	@ParameterizedTest
	@MethodSource("tables")
	void everyDescriptionSaysSomething(Class<?> body, String table) {
		assertThat(table.lines().skip(2)).allMatch((line) -> line.matches("\\| `[^`]+` \\| \\S.* \\|"));
	}

	static Stream<Arguments> tables() {
		return Stream.of(Arguments.of(WorkersDescriptor.class, EndpointFields.WORKERS),
				Arguments.of(WorkerDescriptor.class, EndpointFields.WORKER),
				Arguments.of(ExecutionsDescriptor.class, EndpointFields.EXECUTIONS),
				Arguments.of(StackDescriptor.class, EndpointFields.STACK),
				Arguments.of(DeadLettersDescriptor.class, EndpointFields.DEAD_LETTERS),
				Arguments.of(ActionResult.class, EndpointFields.ACTION),
				Arguments.of(SupervisorsDescriptor.class, EndpointFields.SUPERVISORS),
				Arguments.of(SupervisorDescriptor.class, EndpointFields.SUPERVISOR),
				Arguments.of(ResizeResult.class, EndpointFields.RESIZE),
				Arguments.of(ErrorDescriptor.class, EndpointFields.ERROR));
	}

	private static List<String> documented(String table) {
		return table.lines().skip(2).map((line) -> line.split("`")[1]).toList();
	}

	private static List<String> fields(Class<?> body) {
		List<String> fields = new ArrayList<>();
		for (RecordComponent component : body.getRecordComponents()) {
			add(fields, component.getName(), component.getGenericType());
		}
		return fields;
	}

	private static void add(List<String> fields, String path, Type type) {
		if (type instanceof ParameterizedType generic) {
			Type[] arguments = generic.getActualTypeArguments();
			boolean list = Collection.class.isAssignableFrom((Class<?>) generic.getRawType());
			assertThat(list || Map.class.isAssignableFrom((Class<?>) generic.getRawType())).isTrue();
			add(fields, path + (list ? "[]" : ".*"), arguments[arguments.length - 1]);
		}
		else if (type instanceof Class<?> record && record.isRecord() && record != WorkerDescriptor.class
				&& record != SupervisorDescriptor.class) {
			fields(record).forEach((field) -> fields.add(path + "." + field));
		}
		else {
			fields.add(path);
		}
	}

}
