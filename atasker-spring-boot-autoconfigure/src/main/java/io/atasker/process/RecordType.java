package io.atasker.process;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * The components of a record and how to make it anew.
 */
final class RecordType {

	private static final ClassValue<RecordType> ALL = new ClassValue<>() {
		@Override
		protected RecordType computeValue(Class<?> type) {
			return new RecordType(type);
		}
	};

	private final RecordComponent[] components;

	private final Method[] accessors;

	private final Constructor<?> constructor;

	private RecordType(Class<?> type) {
		try {
			this.components = type.getRecordComponents();
			this.accessors = Arrays.stream(this.components).map(RecordComponent::getAccessor).toArray(Method[]::new);
			this.constructor = type.getDeclaredConstructor(
					Arrays.stream(this.components).map(RecordComponent::getType).toArray(Class<?>[]::new));
			this.constructor.setAccessible(true);
			for (Method accessor : this.accessors) {
				accessor.setAccessible(true);
			}
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			throw new PayloadException("record %s cannot be read: %s".formatted(type.getName(), ex), ex);
		}
	}

	static RecordType of(Class<?> type) {
		return ALL.get(type);
	}

	int size() {
		return this.components.length;
	}

	String name(int component) {
		return this.components[component].getName();
	}

	@Nullable Object get(Record record, int component) {
		try {
			return this.accessors[component].invoke(record);
		}
		catch (ReflectiveOperationException ex) {
			throw new PayloadException("component '%s' of %s cannot be read: %s".formatted(name(component),
					record.getClass().getName(), rootOf(ex)), ex);
		}
	}

	Object create(@Nullable Object[] values) {
		try {
			return this.constructor.newInstance(values);
		}
		catch (ReflectiveOperationException | IllegalArgumentException ex) {
			throw new PayloadException("record %s cannot be made anew: %s"
				.formatted(this.constructor.getDeclaringClass().getName(), rootOf(ex)), ex);
		}
	}

	private static Throwable rootOf(Exception ex) {
		return (ex instanceof InvocationTargetException wrapper && wrapper.getCause() != null) ? wrapper.getCause()
				: ex;
	}

}
