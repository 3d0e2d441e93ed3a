package io.atasker.actuate;

import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.DefaultTyping;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ItemReaderTests {

	private final ItemReader plain = ItemReader.ofText();

	private final ItemReader json = new JsonItemReader(JsonMapper.builder()
		.activateDefaultTyping(BasicPolymorphicTypeValidator.builder().allowIfBaseType(Object.class).build(),
				DefaultTyping.NON_FINAL)
		.build());

	static List<Arguments> simpleItems() {
		return List.of(Arguments.of("\"as it is\"", String.class, "\"as it is\""),
				Arguments.of("x", CharSequence.class, "x"), Arguments.of("42", Integer.class, 42),
				Arguments.of("42", long.class, 42L), Arguments.of("true", Boolean.class, true),
				Arguments.of("seconds", TimeUnit.class, TimeUnit.SECONDS),
				Arguments.of("/tmp/a b", Path.class, Path.of("/tmp/a b")),
				Arguments.of("5s", Duration.class, Duration.ofSeconds(5)),
				Arguments.of("2026-01-02", LocalDate.class, LocalDate.of(2026, 1, 2)),
				Arguments.of("2026-01-02T03:04:05Z", Instant.class, Instant.parse("2026-01-02T03:04:05Z")),
				Arguments.of("urn:x", URI.class, URI.create("urn:x")),
				Arguments.of("8d8b30e3-de52-4f1c-a71c-9905a8043dac", UUID.class,
						UUID.fromString("8d8b30e3-de52-4f1c-a71c-9905a8043dac")));
	}

	@ParameterizedTest
	@MethodSource("simpleItems")
	void readsSimpleItemsFromPlainText(String text, Class<?> type, Object item) {
		assertThat(this.plain.read(text, type)).isEqualTo(item);
		assertThat(this.json.read(text, type)).isEqualTo(item);
	}

	@Test
	void refusesPlainTextThatIsNoSuchItem() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.plain.read("x", Integer.class))
			.withMessage("'x' is no item of type java.lang.Integer");
		assertThatIllegalArgumentException().isThrownBy(() -> this.plain.read("", Integer.class));
		assertThatIllegalArgumentException().isThrownBy(() -> this.plain.read("a\0b", Path.class));
		assertThatIllegalArgumentException().isThrownBy(() -> this.plain.read("java.lang.Runtime", Class.class));
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> this.plain.read("5", Duration.class))
			.withMessageContaining("needs a unit");
		assertThatIllegalArgumentException().isThrownBy(() -> this.plain.read("{}", Point.class))
			.withMessageContaining("needs Jackson");
	}

	@ParameterizedTest
	@CsvSource({ "NaN,java.lang.Double", "1e400,java.lang.Double", "-Infinity,java.lang.Float",
			"1 2 3,java.lang.Integer", "1 000,java.math.BigDecimal" })
	void refusesWhatIsNoNumberButIsReadAsOne(String text, Class<?> type) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.plain.read(text, type))
			.withMessage("'%s' is no item of type %s", text, type.getName());
		assertThatIllegalArgumentException().isThrownBy(() -> this.json.read(text, type));
	}

	@Test
	void readsJson() {
		Type listOfPoints = new ParameterizedTypeReference<List<Point>>() {
		}.getType();
		assertThat(this.json.read("{\"x\":1,\"y\":2}", Point.class)).isEqualTo(new Point(1, 2));
		assertThat(this.json.read("[{\"x\":1,\"y\":2}]", listOfPoints)).isEqualTo(List.of(new Point(1, 2)));
		assertThat(this.json.read("{\"a\":[1,\"b\"]}", Object.class)).isEqualTo(Map.of("a", List.of(1, "b")));
		assertThat(this.json.read("\"/tmp/a\"", Path.class)).isEqualTo(Path.of("/tmp/a"));
	}

	@Test
	void textDoesNotChooseClasses() {
		assertThat(this.json.read("[\"java.io.File\",\"/etc/passwd\"]", Object.class))
			.isEqualTo(List.of("java.io.File", "/etc/passwd"));
		assertThat(this.json.read("{\"@class\":\"java.io.File\"}", Object.class))
			.isEqualTo(Map.of("@class", "java.io.File"));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.json.read("{\"type\":\"%s\"}".formatted(Gadget.class.getName()), ByClass.class))
			.withMessageContaining("no item of type");
	}

	@Test
	void textMayChooseAmongTheVariantsOfAType() {
		assertThat(this.json.read("{\"type\":\"circle\",\"radius\":3}", Shape.class)).isEqualTo(new Circle(3));
	}

	@Test
	void saysWhatIsWrongWithJson() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.json.read("{\"x\":1,\"y\":2,\"z\":3}", Point.class))
			.withMessageContaining("\"z\"");
		assertThatIllegalArgumentException().isThrownBy(() -> this.json.read("{\"x\":1}", Point.class))
			.withMessageEndingWith("Point[\"y\"]");
		assertThatIllegalArgumentException().isThrownBy(() -> this.json.read("{\"x\":1,\"x\":2,\"y\":3}", Point.class))
			.withMessageContaining("x");
		assertThatIllegalArgumentException().isThrownBy(() -> this.json.read("null", Point.class))
			.withMessage("an item must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> this.json.read("", Point.class));
	}

	record Point(int x, int y) {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, property = "type")
	interface ByClass {

	}

	record Gadget() implements ByClass {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
	@JsonSubTypes(@JsonSubTypes.Type(value = Circle.class, name = "circle"))
	interface Shape {

	}

	record Circle(int radius) implements Shape {

	}

}
