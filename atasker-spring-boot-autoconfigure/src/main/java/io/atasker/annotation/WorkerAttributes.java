package io.atasker.annotation;

import java.lang.annotation.Annotation;
import java.lang.reflect.Array;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.MergedAnnotation;

/**
 * The attributes of an annotated worker: whether they are set, and to what. Text is read
 * through a {@link TextResolver}; whatever is wrong with a value is told with the
 * attribute and the value.
 */
final class WorkerAttributes {

	private final WorkerMethod method;

	private final MergedAnnotation<?> annotation;

	private final String prefix;

	private final Function<String, String> resolver;

	private WorkerAttributes(WorkerMethod method, MergedAnnotation<?> annotation, String prefix,
			Function<String, String> resolver) {
		this.method = method;
		this.annotation = annotation;
		this.prefix = prefix;
		this.resolver = resolver;
	}

	/**
	 * Reads the attributes as they are written.
	 * @param method the worker
	 * @return the attributes
	 */
	static WorkerAttributes asWritten(WorkerMethod method) {
		return new WorkerAttributes(method, method.annotation(), "", String::trim);
	}

	/**
	 * Reads the attributes as they are meant.
	 * @param method the worker
	 * @param texts resolves text
	 * @return the attributes
	 */
	static WorkerAttributes resolved(WorkerMethod method, TextResolver texts) {
		return new WorkerAttributes(method, method.annotation(), "", texts::resolve);
	}

	/**
	 * Returns whether an attribute is set, even if to text that comes to nothing.
	 * @param attribute the name of the attribute
	 * @return whether it is set
	 */
	boolean isSet(String attribute) {
		return this.annotation.hasNonDefaultValue(attribute);
	}

	/**
	 * Returns whether the worker was annotated with, or with something composed of, an
	 * annotation.
	 * @param type the annotation
	 * @return whether it was
	 */
	boolean isComposedFrom(Class<?> type) {
		return this.annotation.getMetaTypes().contains(type);
	}

	/**
	 * Returns an attribute as it is written, for people.
	 * @param attribute the name of the attribute
	 * @return the text
	 */
	String written(String attribute) {
		return text(this.annotation.getValue(attribute).orElse(""));
	}

	/**
	 * Reads text.
	 * @param attribute the name of the attribute
	 * @return what it comes to, {@code null} if it is unset or comes to nothing
	 */
	@Nullable String text(String attribute) {
		return resolve(attribute, this.annotation.getString(attribute));
	}

	/**
	 * Reads several texts.
	 * @param attribute the name of the attribute
	 * @return what they come to, without those that come to nothing
	 */
	List<String> texts(String attribute) {
		List<String> texts = new ArrayList<>();
		for (String text : this.annotation.getStringArray(attribute)) {
			String resolved = resolve(attribute, text);
			if (resolved != null) {
				texts.add(resolved);
			}
		}
		return texts;
	}

	/**
	 * Reads a value of any kind from text.
	 * @param attribute the name of the attribute
	 * @param reader reads the text; throws an IllegalArgumentException that says what is
	 * wrong
	 * @param remedy what to do if it is wrong
	 * @param <V> the type of the value
	 * @return the value, {@code null} if it is unset
	 */
	<V> @Nullable V value(String attribute, Function<String, V> reader, String remedy) {
		String text = text(attribute);
		if (text == null) {
			return null;
		}
		try {
			return reader.apply(text);
		}
		catch (IllegalArgumentException ex) {
			throw invalid(attribute, String.valueOf(ex.getMessage()), remedy);
		}
	}

	/**
	 * Reads a duration that may be zero.
	 * @param attribute the name of the attribute
	 * @return the duration, {@code null} if it is unset
	 */
	@Nullable Duration duration(String attribute) {
		return value(attribute, DurationText::read, DurationText.REMEDY);
	}

	/**
	 * Reads a duration that must not be zero.
	 * @param attribute the name of the attribute
	 * @return the duration, {@code null} if it is unset
	 */
	@Nullable Duration positiveDuration(String attribute) {
		return value(attribute, DurationText::readPositive, DurationText.REMEDY);
	}

	/**
	 * Reads a value that is declared as an array so that it can be unset.
	 * @param attribute the name of the attribute
	 * @param type the type of the value
	 * @param <V> the type of the value
	 * @return the value, {@code null} if it is unset
	 */
	<V> @Nullable V one(String attribute, Class<V> type) {
		Object values = this.annotation.getValue(attribute).orElseThrow();
		if (Array.getLength(values) > 1) {
			throw invalid(attribute, "it has " + Array.getLength(values) + " values", "Keep one of them");
		}
		return (Array.getLength(values) == 0) ? null : type.cast(Array.get(values, 0));
	}

	/**
	 * Reads an attribute that is a class.
	 * @param attribute the name of the attribute
	 * @return the class, {@code null} if it is unset
	 */
	@Nullable Class<?> type(String attribute) {
		return isSet(attribute) ? this.annotation.getClass(attribute) : null;
	}

	/**
	 * Reads classes.
	 * @param attribute the name of the attribute
	 * @return the classes, none if it is unset
	 */
	List<Class<?>> types(String attribute) {
		return List.of(this.annotation.getClassArray(attribute));
	}

	/**
	 * Reads an enum.
	 * @param attribute the name of the attribute
	 * @param type the type of the enum
	 * @param <E> the type of the enum
	 * @return the constant
	 */
	<E extends Enum<E>> E constant(String attribute, Class<E> type) {
		return this.annotation.getEnum(attribute, type);
	}

	/**
	 * Goes into an annotation that is declared as an array so that it can be unset.
	 * @param attribute the name of the attribute
	 * @param type the type of the annotation
	 * @return its attributes, {@code null} if it is unset
	 */
	@Nullable WorkerAttributes nested(String attribute, Class<? extends Annotation> type) {
		MergedAnnotation<?>[] annotations = this.annotation.getAnnotationArray(attribute, type);
		if (annotations.length > 1) {
			throw invalid(attribute, "it has " + annotations.length + " values", "Keep one of them");
		}
		return (annotations.length == 0) ? null
				: new WorkerAttributes(this.method, annotations[0], attribute + ".", this.resolver);
	}

	/**
	 * Makes the exception for an attribute.
	 * @param attribute the name of the attribute
	 * @param problem what is wrong
	 * @param remedy what to do
	 * @return the exception
	 */
	InvalidWorkerMethodException invalid(String attribute, String problem, String remedy) {
		return this.method.invalid(this.prefix + attribute, shown(attribute), problem, remedy);
	}

	private @Nullable String resolve(String attribute, String text) {
		try {
			String resolved = this.resolver.apply(text);
			return resolved.isEmpty() ? null : resolved;
		}
		catch (RuntimeException ex) {
			InvalidWorkerMethodException invalid = this.method.invalid(this.prefix + attribute, text,
					"it cannot be resolved: " + rootMessage(ex), "Set the property, or correct the expression");
			invalid.initCause(ex);
			throw invalid;
		}
	}

	/**
	 * A value as it came to be, with what was written where that is not the same.
	 */
	private String shown(String attribute) {
		String written = written(attribute);
		if (!written.contains("${") && !written.contains("#{")) {
			return written;
		}
		try {
			return this.resolver.apply(written) + " (from " + written + ")";
		}
		catch (RuntimeException ex) {
			return written;
		}
	}

	private static String rootMessage(Throwable ex) {
		Throwable root = ex;
		while (root.getCause() != null && root.getCause() != root) {
			root = root.getCause();
		}
		return Objects.requireNonNullElse(root.getMessage(), root.getClass().getSimpleName());
	}

	private static String text(Object value) {
		if (value instanceof Class<?> type) {
			return type.getSimpleName();
		}
		if (value instanceof MergedAnnotation<?> nested) {
			return "@" + nested.getType().getSimpleName();
		}
		if (!value.getClass().isArray()) {
			return value.toString();
		}
		List<String> texts = new ArrayList<>();
		for (int i = 0; i < Array.getLength(value); i++) {
			texts.add(text(Array.get(value, i)));
		}
		return String.join(", ", texts);
	}

}
