package io.atasker.process;

import java.io.File;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;

/**
 * Types of the JDK whose values travel as text. Their places in the list are part of the
 * protocol, which only ever connects two ends of one version.
 */
final class TextValues {

	private static final List<TextValue<?>> ALL = List.of(
			new TextValue<>(Path.class, TextValues::write, (text) -> Path.of(text)),
			new TextValue<>(File.class, File::getPath, File::new),
			new TextValue<>(URI.class, URI::toString, URI::create),
			new TextValue<>(UUID.class, UUID::toString, UUID::fromString),
			new TextValue<>(BigInteger.class, BigInteger::toString, BigInteger::new),
			new TextValue<>(BigDecimal.class, BigDecimal::toString, BigDecimal::new),
			new TextValue<>(Duration.class, Duration::toString, Duration::parse),
			new TextValue<>(Instant.class, Instant::toString, Instant::parse),
			new TextValue<>(LocalDate.class, LocalDate::toString, LocalDate::parse),
			new TextValue<>(LocalTime.class, LocalTime::toString, LocalTime::parse),
			new TextValue<>(LocalDateTime.class, LocalDateTime::toString, LocalDateTime::parse),
			new TextValue<>(OffsetDateTime.class, OffsetDateTime::toString, OffsetDateTime::parse),
			new TextValue<>(ZonedDateTime.class, ZonedDateTime::toString, ZonedDateTime::parse),
			new TextValue<>(Period.class, Period::toString, Period::parse),
			new TextValue<>(Year.class, Year::toString, Year::parse),
			new TextValue<>(YearMonth.class, YearMonth::toString, YearMonth::parse),
			new TextValue<>(ZoneId.class, ZoneId::getId, ZoneId::of),
			new TextValue<>(Locale.class, Locale::toLanguageTag, Locale::forLanguageTag));

	private static final ClassValue<Integer> PLACES = new ClassValue<>() {
		@Override
		protected Integer computeValue(Class<?> type) {
			for (int i = 0; i < ALL.size(); i++) {
				if (ALL.get(i).type().isAssignableFrom(type)) {
					return i;
				}
			}
			return -1;
		}
	};

	private TextValues() {
	}

	/**
	 * Finds the place of a type.
	 * @param type the type of a value
	 * @return the place, -1 if its values do not travel as text
	 */
	static int place(Class<?> type) {
		return PLACES.get(type);
	}

	static String write(int place, Object value) {
		return ALL.get(place).text(value);
	}

	static Object read(int place, String text) {
		TextValue<?> value = (place >= 0 && place < ALL.size()) ? ALL.get(place) : null;
		if (value == null) {
			throw new PayloadException("there is no type of text number " + place);
		}
		try {
			return value.reader().apply(text);
		}
		catch (RuntimeException ex) {
			throw new PayloadException(
					"'%s' is no %s".formatted(PayloadException.cut(text), value.type().getSimpleName()), ex);
		}
	}

	private static String write(Path path) {
		if (path.getFileSystem() != FileSystems.getDefault()) {
			throw new PayloadException(
					"path '%s' is of a file system that a child process does not have; only the default one can travel"
						.formatted(path));
		}
		return path.toString();
	}

	private record TextValue<T>(Class<T> type, Function<T, String> writer, Function<String, T> reader) {

		String text(Object value) {
			return this.writer.apply(this.type.cast(value));
		}

	}

}
