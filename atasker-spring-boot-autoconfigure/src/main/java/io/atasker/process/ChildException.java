package io.atasker.process;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * An exception of a child process that could not be made anew as what it was. Its stack
 * trace and causes are those of the child.
 */
public class ChildException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String originalType;

	private final transient List<String> types;

	/**
	 * Creates the exception.
	 * @param originalType the name of its class in the child
	 * @param types the names of that class and its superclasses
	 * @param message its message
	 */
	ChildException(String originalType, List<String> types, @Nullable String message) {
		super((message != null) ? originalType + ": " + message : originalType);
		this.originalType = originalType;
		this.types = List.copyOf(types);
	}

	/**
	 * Returns what it was in the child.
	 * @return the name of its class
	 */
	public String originalType() {
		return this.originalType;
	}

	/**
	 * Returns whether it was an instance of a class in the child.
	 * @param type the class
	 * @return whether its class, or a superclass of it, has that name
	 */
	public boolean isOriginally(Class<? extends Throwable> type) {
		return type == Throwable.class || this.types != null && this.types.contains(type.getName());
	}

}
