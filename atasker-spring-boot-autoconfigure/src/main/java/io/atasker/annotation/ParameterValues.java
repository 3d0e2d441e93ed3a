package io.atasker.annotation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

import io.atasker.annotation.MethodExecutor.ParameterValue;
import io.atasker.annotation.WorkerSignature.Parameter;
import io.atasker.worker.WorkerBuilder;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.SimpleTypeConverter;
import org.springframework.beans.TypeMismatchException;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.MethodParameter;
import org.springframework.core.convert.ConversionService;
import org.springframework.util.ClassUtils;

/**
 * Makes out what each parameter of an executor is given, and which arguments a start
 * needs for that. Not safe for use by several threads at once.
 */
final class ParameterValues {

	private final WorkerMethod method;

	private final TextResolver texts;

	private final ConversionService conversion;

	private final WorkerBuilder<?, ?> builder;

	private final Map<String, Consumer<Object>> arguments = new LinkedHashMap<>();

	ParameterValues(WorkerMethod method, TextResolver texts, @Nullable ConversionService conversion,
			WorkerBuilder<?, ?> builder) {
		this.method = method;
		this.texts = texts;
		this.conversion = (conversion != null) ? conversion : ApplicationConversionService.getSharedInstance();
		this.builder = builder;
	}

	/**
	 * Returns where the value of a parameter comes from.
	 * @param parameter the parameter
	 * @return the source
	 */
	ParameterValue of(Parameter parameter) {
		return switch (parameter.role()) {
			case CONTEXT -> (item, context) -> context;
			case ITEM -> item(parameter.parameter());
			case ARGUMENT -> argument(parameter.parameter());
		};
	}

	/**
	 * Returns the arguments among the parameters so far.
	 * @return their names, with what refuses a value that does not fit
	 */
	Map<String, Consumer<Object>> arguments() {
		return this.arguments;
	}

	private ParameterValue item(MethodParameter parameter) {
		Class<?> type = ClassUtils.resolvePrimitiveIfNecessary(parameter.getParameterType());
		return (item, context) -> type.cast(item);
	}

	private ParameterValue argument(MethodParameter parameter) {
		Argument annotation = Objects.requireNonNull(parameter.getParameterAnnotation(Argument.class));
		String name = name(parameter, annotation);
		this.arguments.put(name, (value) -> convert(name, value, parameter));
		Object otherwise = defaultValue(name, annotation, parameter);
		if (otherwise == null && !parameter.isOptional()) {
			this.builder.requireArgument(name);
		}
		return (item, context) -> {
			Object value = context.arguments().get(name);
			return (value != null) ? convert(name, value, parameter) : otherwise;
		};
	}

	private String name(MethodParameter parameter, Argument annotation) {
		String written = annotation.name().isEmpty() ? annotation.value() : annotation.name();
		String name = written.isEmpty() ? parameter.getParameterName() : resolve(written);
		if (name == null || name.isEmpty()) {
			throw this.method.invalid("@Argument", written, "the argument has no name",
					"Name it, as in @Argument(\"region\"), or compile with -parameters");
		}
		return name;
	}

	private @Nullable Object defaultValue(String name, Argument annotation, MethodParameter parameter) {
		String[] texts = annotation.defaultValue();
		if (texts.length > 1) {
			throw this.method.invalid("@Argument", name, "it has several default values", "Keep one of them");
		}
		if (texts.length == 0) {
			return (parameter.getParameterType() == Optional.class) ? Optional.empty() : null;
		}
		String text = resolve(texts[0]);
		try {
			return convert(name, text, parameter);
		}
		catch (IllegalArgumentException ex) {
			throw this.method.invalid("@Argument", texts[0], "its default value does not fit: " + ex.getMessage(),
					"Correct the default value");
		}
	}

	private String resolve(String text) {
		try {
			return this.texts.resolve(text);
		}
		catch (RuntimeException ex) {
			throw this.method.invalid("@Argument", text, "it cannot be resolved: " + ex.getMessage(),
					"Set the property, or correct the expression");
		}
	}

	/**
	 * Converts as a configuration property is converted: by property editors and the
	 * conversion service. Converters are not safe for use by several threads at once.
	 */
	private @Nullable Object convert(String name, Object value, MethodParameter parameter) {
		SimpleTypeConverter converter = new SimpleTypeConverter();
		converter.setConversionService(this.conversion);
		try {
			return converter.convertIfNecessary(value, parameter.getParameterType(), parameter);
		}
		catch (TypeMismatchException ex) {
			throw new IllegalArgumentException(
					"argument '%s' is no %s".formatted(name, parameter.getParameterType().getSimpleName()), ex);
		}
	}

}
