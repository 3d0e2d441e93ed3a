package io.atasker.process;

import java.io.Serializable;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Says of declared types whether their values can travel to a child process and back,
 * before there are any. Types that say nothing, such as Object and interfaces, are given
 * the benefit of the doubt: their values are looked at when they travel.
 */
public final class TravelRules {

	private final Set<Type> seen = new HashSet<>();

	private TravelRules() {
	}

	/**
	 * Finds out why values of a type cannot travel.
	 * @param type the declared type of a parameter or result
	 * @return what is wrong, with the part of the type where it is; {@code null} if
	 * nothing is
	 */
	public static @Nullable String problemOf(Type type) {
		return new TravelRules().problem(type);
	}

	private @Nullable String problem(Type type) {
		if (!this.seen.add(type)) {
			return null;
		}
		if (type instanceof Class<?> plain) {
			return problem(plain);
		}
		if (type instanceof ParameterizedType parameterized) {
			String problem = problem(parameterized.getRawType());
			return (problem != null) ? problem : problemOfAny(parameterized.getActualTypeArguments());
		}
		if (type instanceof GenericArrayType array) {
			return problem(array.getGenericComponentType());
		}
		if (type instanceof WildcardType wildcard) {
			return problemOfAny(wildcard.getUpperBounds());
		}
		return (type instanceof TypeVariable<?> variable) ? problemOfAny(variable.getBounds()) : null;
	}

	private @Nullable String problemOfAny(Type[] types) {
		for (Type type : types) {
			String problem = problem(type);
			if (problem != null) {
				return problem;
			}
		}
		return null;
	}

	private @Nullable String problem(Class<?> type) {
		if (type.isArray()) {
			return problem((Type) type.getComponentType());
		}
		if (type.isRecord()) {
			return problemOfComponents(type);
		}
		boolean travels = type.isPrimitive() || type.isEnum() || Primitives.tag(type) != Tag.NULL
				|| TextValues.place(type) >= 0 || type == Optional.class || Collection.class.isAssignableFrom(type)
				|| Map.class.isAssignableFrom(type) || Serializable.class.isAssignableFrom(type);
		boolean unknown = type == Object.class || type == Void.class || Modifier.isAbstract(type.getModifiers());
		return (travels || unknown) ? null
				: "%s is no simple value, no record and not Serializable".formatted(type.getName());
	}

	private @Nullable String problemOfComponents(Class<?> type) {
		for (RecordComponent component : type.getRecordComponents()) {
			String problem = problem(component.getGenericType());
			if (problem != null) {
				return "component '%s' of %s: %s".formatted(component.getName(), type.getName(), problem);
			}
		}
		return null;
	}

}
