package io.atasker.actuate;

import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.ResolvableType;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.convert.ConversionService;
import org.springframework.util.ClassUtils;

/**
 * Reads items that are written as one piece of text.
 */
final class TextItemReader implements ItemReader {

	private final ConversionService conversion = ApplicationConversionService.getSharedInstance();

	/**
	 * Returns whether items of a type are written as one piece of text.
	 * @param type the type of the items
	 * @return whether this reader is for them
	 */
	boolean canRead(Type type) {
		Class<?> raw = raw(type);
		return raw == Duration.class || BeanUtils.isSimpleValueType(raw);
	}

	@Override
	public Object read(String text, Type type) {
		Class<?> raw = raw(type);
		if (raw.isAssignableFrom(String.class)) {
			return text;
		}
		if (!canRead(type)) {
			throw new IllegalArgumentException(
					"items of type %s can only be read from JSON, which needs Jackson (spring-boot-starter-json)"
						.formatted(type.getTypeName()));
		}
		Object item = readSimple(text, raw);
		if (item == null) {
			throw new IllegalArgumentException(
					"%s is no item of type %s".formatted(SafeText.quoted(text), type.getTypeName()));
		}
		return item;
	}

	private @Nullable Object readSimple(String text, Class<?> type) {
		if (type == Duration.class) {
			return DurationArgument.parse("item", text);
		}
		try {
			requireNoBlanksWithin(text, type);
			return (type == Path.class) ? Path.of(text) : finite(this.conversion.convert(text, type));
		}
		catch (ConversionException | IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					"%s is no item of type %s".formatted(SafeText.quoted(text), type.getTypeName()), ex);
		}
	}

	/** Spring reads "1 2" as 12. */
	private static void requireNoBlanksWithin(String text, Class<?> type) {
		if (Number.class.isAssignableFrom(ClassUtils.resolvePrimitiveIfNecessary(type))
				&& text.trim().chars().anyMatch(Character::isWhitespace)) {
			throw new IllegalArgumentException("a number has no blanks within");
		}
	}

	private static @Nullable Object finite(@Nullable Object item) {
		if (item instanceof Double || item instanceof Float) {
			double value = ((Number) item).doubleValue();
			if (Double.isNaN(value) || Double.isInfinite(value)) {
				throw new IllegalArgumentException("it is no number, or too large");
			}
		}
		return item;
	}

	private static Class<?> raw(Type type) {
		return ResolvableType.forType(type).resolve(Object.class);
	}

}
