package io.atasker.process;

import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A method that a child was told of. It is looked for at the first call, so that what is
 * wrong with it is the failure of that call.
 */
final class DefinedMethod {

	private final StaticMethod name;

	private final int contextParameter;

	private final String contextMaker;

	private @Nullable Method method;

	private ChildRun.@Nullable ContextMaker maker;

	private DefinedMethod(StaticMethod name, int contextParameter, String contextMaker) {
		this.name = name;
		this.contextParameter = contextParameter;
		this.contextMaker = contextMaker;
	}

	static DefinedMethod read(Input input, ClassLoader loader) {
		StaticMethod name = new StaticMethod(input.readText(), input.readText(), input.readText(), loader);
		return new DefinedMethod(name, input.readInt(), input.readText());
	}

	@Nullable Object call(ValueReader reader, CurrentRun run) throws Throwable {
		Method target = find();
		@Nullable Object[] arguments = new @Nullable Object[target.getParameterCount()];
		for (int i = 0; i < arguments.length; i++) {
			if (i != this.contextParameter) {
				arguments[i] = reader.read();
			}
		}
		if (this.contextParameter >= 0) {
			run.details(details(reader.read()));
			arguments[this.contextParameter] = maker().make(run);
		}
		try {
			return target.invoke(null, arguments);
		}
		catch (InvocationTargetException ex) {
			throw (ex.getCause() != null) ? ex.getCause() : ex;
		}
		catch (IllegalArgumentException ex) {
			throw new PayloadException("the arguments do not fit %s: %s".formatted(this.name, ex.getMessage()), ex);
		}
	}

	private static List<@Nullable Object> details(@Nullable Object value) {
		List<@Nullable Object> details = new ArrayList<>();
		if (value instanceof List<?> list) {
			details.addAll(list);
		}
		return details;
	}

	private Method find() throws ReflectiveOperationException {
		if (this.method == null) {
			ClassLoader loader = this.name.loader();
			Class<?> owner = Class.forName(this.name.owner(), true, loader);
			MethodType type = MethodType.fromMethodDescriptorString(this.name.descriptor(), loader);
			Method found = owner.getDeclaredMethod(this.name.name(), type.parameterArray());
			found.setAccessible(true);
			this.method = found;
		}
		return this.method;
	}

	private ChildRun.ContextMaker maker() throws ReflectiveOperationException {
		if (this.maker == null) {
			Constructor<?> constructor = Class.forName(this.contextMaker, true, this.name.loader())
				.getDeclaredConstructor();
			constructor.setAccessible(true);
			this.maker = (ChildRun.ContextMaker) constructor.newInstance();
		}
		return this.maker;
	}

}
