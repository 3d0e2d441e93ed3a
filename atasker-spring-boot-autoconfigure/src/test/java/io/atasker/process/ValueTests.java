package io.atasker.process;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.annotation.RetentionPolicy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link ValueWriter}, {@link ValueReader} and {@link TravelRules}.
 */
@Timeout(60)
class ValueTests {

	private static final int LIMIT = 1 << 20;

	private static final ClassLoader LOADER = ValueTests.class.getClassLoader();

	static List<Object> values() {
		return List.of(true, false, (byte) -3, (short) 300, 'x', 42, -1L, 1.5f, Math.PI,
				"text with \u00e4 \ud83d\ude00", new byte[] { 1, 2 }, new int[] { 1, 2, 3 },
				new boolean[] { true, false }, new double[0], new String[] { "a", null },
				new int[][] { { 1 }, { 2, 3 } }, TimeUnit.DAYS, Path.of("/tmp/a b"), new File("x"),
				URI.create("urn:a:b"), UUID.randomUUID(), new BigInteger("123456789012345678901234567890"),
				new BigDecimal("1.10"), Duration.ofMillis(7), Instant.now(), LocalDate.now(), ZonedDateTime.now(),
				ZoneId.of("Europe/Paris"), Locale.GERMANY, Optional.of(1), Optional.empty(), List.of(1, "a"),
				Set.of("one"), Map.of("key", List.of(1)), new Order("a", List.of(new Line(Path.of("p"), 2))),
				new Plain("serializable"));
	}

	@ParameterizedTest
	@MethodSource("values")
	void valuesComeBackAsTheyWere(Object value) {
		assertThat(roundTrip(value)).usingRecursiveComparison().isEqualTo(value);
		assertThat(TravelRules.problemOf(value.getClass())).isNull();
	}

	@Test
	void nullTravels() {
		assertThat(roundTrip(null)).isNull();
		assertThat(roundTrip(Arrays.asList(1, null))).isEqualTo(Arrays.asList(1, null));
	}

	@Test
	void whatCannotTravelIsNamedWithItsPlace() {
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> roundTrip(new Holder("a", new Object())))
			.withMessageContaining("component 'content'")
			.withMessageContaining("java.lang.Object cannot travel");
		assertThat(TravelRules.problemOf(Bad.class)).isEqualTo(
				"component 'thread' of io.atasker.process.ValueTests$Bad: java.lang.Thread is no simple value, no record and not Serializable");
	}

	@Test
	void cyclesEnd() {
		List<Object> list = new ArrayList<>();
		list.add(list);
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> roundTrip(list))
			.withMessageContaining("contains itself");
	}

	@Test
	void tooMuchIsRefused() {
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> roundTrip(new byte[LIMIT]))
			.withMessageContaining("1,048,576 bytes");
	}

	@Test
	void classesThatWereNotAskedForAreNotLoaded() {
		byte[] bytes = write(new Plain("x"));
		AllowedTypes others = new AllowedTypes(LOADER, Set.of("com.acme"));
		assertThatExceptionOfType(PayloadException.class)
			.isThrownBy(() -> new ValueReader(Input.of(bytes), others).read())
			.withMessageContaining("filter status: REJECTED");
		byte[] order = write(new Order("a", List.of()));
		assertThatExceptionOfType(PayloadException.class)
			.isThrownBy(() -> new ValueReader(Input.of(order), others).read())
			.withMessageContaining("io.atasker.process.ValueTests$Order is not allowed");
		AllowedTypes alike = new AllowedTypes(LOADER, Set.of("io.atasker.proc"));
		assertThatExceptionOfType(PayloadException.class)
			.isThrownBy(() -> new ValueReader(Input.of(order), alike).read());
		AllowedTypes ours = new AllowedTypes(LOADER, Set.of("io.atasker.process"));
		assertThat(new ValueReader(Input.of(bytes), ours).read()).isInstanceOf(Plain.class);
	}

	@Test
	void garbageIsRefusedAndNothingElseHappens() {
		Random random = new Random(7);
		byte[] sound = write(new ArrayList<>(values()));
		for (int round = 0; round < 20_000; round++) {
			byte[] bytes = sound.clone();
			for (int i = 0; i < 1 + random.nextInt(8); i++) {
				bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
			}
			int length = random.nextInt(bytes.length + 1);
			try {
				new ValueReader(new Input(bytes, 0, length), AllowedTypes.all(LOADER)).read();
			}
			catch (PayloadException ex) {
				assertThat(ex.getMessage()).isNotBlank();
			}
		}
	}

	/** They are values, wherever in the JDK they are. */
	@ParameterizedTest
	@MethodSource("harmless")
	void harmlessValuesOfTheJdkComeFromAChild(Object value) {
		Output output = new Output(LIMIT);
		new ValueWriter(output).write(value);
		Object there = new ValueReader(Input.of(output.toBytes()), new AllowedTypes(LOADER, Set.of("some"))).read();
		assertThat(there).hasToString(value.toString()).hasSameClassAs(value);
	}

	static List<Object> harmless() {
		return List.of(TimeUnit.DAYS, StandardOpenOption.APPEND, RetentionPolicy.CLASS, DayOfWeek.FRIDAY,
				new AtomicLong(7), new AtomicBoolean(true),
				new AbstractMap.SimpleImmutableEntry<>("unit", TimeUnit.DAYS));
	}

	@ParameterizedTest
	@ValueSource(strings = { "java.util.concurrent.ForkJoinPool", "java.util.logging.Level", "java.lang.reflect.Method",
			"io.atasker.process.ChildEnd", "javax.swing.DropMode" })
	void whatIsNoHarmlessEnumIsRefused(String type) {
		Output output = new Output(LIMIT);
		output.writeByte(Tag.ENUM);
		output.writeText(type);
		output.writeText("INSERT");
		assertThatExceptionOfType(PayloadException.class)
			.isThrownBy(
					() -> new ValueReader(Input.of(output.toBytes()), new AllowedTypes(LOADER, Set.of("some"))).read())
			.withMessageContaining("class " + type + " is not allowed");
	}

	/** Failure case 75: what is announced again and again costs no memory. */
	@ParameterizedTest
	@ValueSource(bytes = { Tag.LIST, Tag.SET, Tag.ARRAY, Tag.MAP })
	void nestedAnnouncementsAreRefusedBeforeAnythingIsMade(byte tag) {
		int size = 32 << 20;
		ByteBuffer bytes = ByteBuffer.allocate(size);
		for (int depth = 0; depth < 90; depth++) {
			bytes.put(tag);
			if (tag == Tag.ARRAY) {
				byte[] name = "java.lang.Object".getBytes(StandardCharsets.US_ASCII);
				bytes.putInt(name.length).put(name);
			}
			bytes.putInt(size / 3);
		}
		AllowedTypes allowed = new AllowedTypes(LOADER, Set.of("io.atasker"));
		assertThatExceptionOfType(PayloadException.class)
			.isThrownBy(() -> new ValueReader(Input.of(bytes.array()), allowed).read())
			.withMessageContaining("values are to follow in");
	}

	@Test
	void announcementsThatAreKeptAreTaken() {
		List<Object> deep = new ArrayList<>(List.of(1, 2, 3));
		for (int depth = 0; depth < 90; depth++) {
			deep = new ArrayList<>(List.of(deep, Map.of(depth, new int[] { depth }), Set.of(), new byte[][] { {} }));
		}
		assertThat(roundTrip(deep)).usingRecursiveComparison().isEqualTo(deep);
	}

	/** Failure case 75: sets within sets, whose hash takes twice as long with each. */
	@ParameterizedTest
	@ValueSource(ints = { 20, 30, 45 })
	@Timeout(60)
	void serializedValuesThatWouldTakeForEverAreRefused(int depths) {
		Set<Object> root = new HashSet<>();
		Set<Object> left = root;
		Set<Object> right = new HashSet<>();
		for (int depth = 0; depth < depths; depth++) {
			Set<Object> nextLeft = new HashSet<>();
			Set<Object> nextRight = new HashSet<>();
			nextLeft.add("different");
			left.add(nextLeft);
			left.add(nextRight);
			right.add(nextLeft);
			right.add(nextRight);
			left = nextLeft;
			right = nextRight;
		}
		byte[] bytes = serialized(root);
		AllowedTypes allowed = new AllowedTypes(LOADER, Set.of("io.atasker"));
		assertThatExceptionOfType(PayloadException.class)
			.isThrownBy(() -> new ValueReader(Input.of(bytes), allowed).read())
			.withMessageContaining("REJECTED");
	}

	@Test
	void textsThatCameAreCutInMessages() {
		String text = "x".repeat(100_000);
		AllowedTypes some = new AllowedTypes(LOADER, Set.of("io.atasker"));
		for (List<String> texts : List.of(List.of(text), List.of(TimeUnit.class.getName(), text))) {
			for (byte tag : new byte[] { Tag.RECORD, Tag.ARRAY, Tag.ENUM }) {
				Output output = new Output(LIMIT);
				output.writeByte(tag);
				texts.forEach(output::writeText);
				output.writeText(text);
				for (AllowedTypes allowed : List.of(some, AllowedTypes.all(LOADER))) {
					assertThatExceptionOfType(PayloadException.class)
						.isThrownBy(() -> new ValueReader(Input.of(output.toBytes()), allowed).read())
						.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(500));
				}
			}
		}
		assertThatExceptionOfType(PayloadException.class)
			.isThrownBy(() -> TextValues.read(TextValues.place(URI.class), " ".repeat(100_000)))
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(500));
	}

	@Test
	void serializedValuesMayBeDeepWithinReason() {
		Set<Object> deep = new HashSet<>();
		for (int depth = 0; depth < 19; depth++) {
			deep = new HashSet<>(Set.of(deep));
		}
		byte[] bytes = serialized(deep);
		assertThat(new ValueReader(Input.of(bytes), AllowedTypes.all(LOADER)).read()).isEqualTo(deep);
	}

	private static byte[] serialized(Object value) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream stream = new ObjectOutputStream(bytes)) {
			stream.writeObject(value);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Output output = new Output(LIMIT);
		output.writeByte(Tag.SERIALIZED);
		output.writeBytes(bytes.toByteArray());
		return output.toBytes();
	}

	private static Object roundTrip(Object value) {
		return new ValueReader(Input.of(write(value)), AllowedTypes.all(LOADER)).read();
	}

	private static byte[] write(Object value) {
		Output output = new Output(LIMIT);
		new ValueWriter(output).write(value);
		return output.toBytes();
	}

	record Order(String name, List<Line> lines) {

	}

	record Line(Path path, int count) {

	}

	record Holder(String name, Object content) {

	}

	record Bad(Thread thread) {

	}

	static class Plain implements Serializable {

		private static final long serialVersionUID = 1L;

		final String text;

		Plain(String text) {
			this.text = text;
		}

	}

}
