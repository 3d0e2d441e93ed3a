package io.atasker.annotation;

import java.util.Objects;
import java.util.Optional;

import io.atasker.annotation.MethodExecutor.ParameterValue;
import io.atasker.annotation.WorkerSignature.Parameter;
import io.atasker.worker.WorkerBuilder;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.MethodParameter;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.util.ClassUtils;

/**
 * Makes out what each parameter of an executor is given, and which arguments a start needs
 * for that.
 */
final class ParameterValues {

	private final WorkerMethod method;

	private final TextResolver texts;

	private final ConversionService conversion;

	private final WorkerBuilder<?, ?> builder;

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

	private ParameterValue item(MethodParameter parameter) {
		Class<?> type = ClassUtils.resolvePrimitiveIfNecessary(parameter.getParameterType());
		return (item, context) -> type.cast(item);
	}

	private ParameterValue argument(MethodParameter parameter) {
		Argument annotation = Objects.requireNonNull(parameter.getParameterAnnotation(Argument.class));
		String name = name(parameter, annotation);
		TypeDescriptor type = new TypeDescriptor(parameter);
		Object otherwise = defaultValue(name, annotation, type);
		if (otherwise == null && !parameter.isOptional()) {
			this.builder.requireArgument(name);
		}
		return (item, context) -> {
			Object value = context.arguments().get(name);
			return (value != null) ? convert(name, value, type) : otherwise;
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

	private @Nullable Object defaultValue(String name, Argument annotation, TypeDescriptor type) {
		String[] texts = annotation.defaultValue();
		if (texts.length > 1) {
			throw this.method.invalid("@Argument", name, "it has several default values", "Keep one of them");
		}
		if (texts.length == 0) {
			return (type.getType() == Optional.class) ? Optional.empty() : null;
		}
		String text = resolve(texts[0]);
		try {
			return convert(name, text, type);
		}
		catch (IllegalArgumentException ex) {
			throw this.method.invalid("@Argument", texts[0],
					"the default value of the argument '" + name + "' is no " + type.getType().getSimpleName(),
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

	private @Nullable Object convert(String name, Object value, TypeDescriptor type) {
		try {
			return this.conversion.convert(value, TypeDescriptor.forObject(value), type);
		}
		catch (RuntimeException ex) {
			throw new IllegalArgumentException(
					"argument '%s' is no %s".formatted(name, type.getType().getSimpleName()), ex);
		}
	}

}
