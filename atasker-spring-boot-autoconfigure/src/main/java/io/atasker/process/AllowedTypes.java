package io.atasker.process;

import java.io.ObjectInputFilter;
import java.io.ObjectInputFilter.Status;
import java.util.List;
import java.util.Set;

/**
 * Which classes may be made of bytes that arrive. A child takes what the application has
 * sent; the application takes from a child, whose code it does not trust, only values of
 * the JDK, of the packages of what the child was given to run, and of packages that are
 * configured.
 *
 * @param loader finds the classes
 * @param packages the names of packages, their own ones included, or of classes; none for
 * every class
 */
record AllowedTypes(ClassLoader loader, Set<String> packages) {

	private static final Set<String> BASICS = Set.of("java.lang.", "java.util.", "java.time.", "java.math.",
			"java.net.URI", "java.io.File");

	/** Those of the JDK that do more than hold values. */
	private static final List<String> NEVER = List.of("java.lang.reflect.", "java.lang.invoke.",
			"java.util.concurrent.", "java.util.ServiceLoader", "java.util.logging.", "java.util.jar.",
			"java.util.zip.");

	/** Those among them that are values all the same. */
	private static final Set<String> HARMLESS = Set.of("java.util.concurrent.atomic.AtomicBoolean",
			"java.util.concurrent.atomic.AtomicInteger", "java.util.concurrent.atomic.AtomicLong");

	private static final String JDK = "java.";

	/**
	 * How deep a serialized value may be. Sets within sets take twice as long with each
	 * level to be read, since their hash does: this many take less than a second.
	 */
	private static final int DEEPEST = 20;

	private static final long MOST_REFERENCES = 1_000_000;

	/**
	 * Allows everything that a loader finds.
	 * @param loader the loader
	 * @return what is allowed
	 */
	static AllowedTypes all(ClassLoader loader) {
		return new AllowedTypes(loader, Set.of());
	}

	/**
	 * Loads a class, without initializing it.
	 * @param name its name
	 * @return the class
	 * @throws PayloadException if it may not be, or is not there
	 */
	Class<?> load(String name) {
		if (!allows(name)) {
			throw new PayloadException(
					"class %s is not allowed to come from a child process; name its package in allowed-packages, "
						.formatted(PayloadException.cut(name)) + "if it is one of the application's");
		}
		try {
			return Class.forName(name, false, this.loader);
		}
		catch (ClassNotFoundException | LinkageError ex) {
			throw new PayloadException("class %s cannot be found".formatted(PayloadException.cut(name)), ex);
		}
	}

	/**
	 * Loads the class of an enum: those of the JDK have nothing but names.
	 * @param name its name
	 * @return the class, which may be something else
	 * @throws PayloadException if it may not be, or is not there
	 */
	Class<?> loadEnum(String name) {
		if (name.startsWith(JDK) && !allows(name)) {
			try {
				Class<?> type = Class.forName(name, false, ClassLoader.getPlatformClassLoader());
				if (type.isEnum()) {
					return type;
				}
			}
			catch (ClassNotFoundException | LinkageError ex) {
				// It is refused below.
			}
		}
		return load(name);
	}

	private boolean allows(String name) {
		if (this.packages.isEmpty() || HARMLESS.contains(name)) {
			return true;
		}
		String element = name.startsWith("[") ? name.replaceFirst("^\\[+L?", "") : name;
		return NEVER.stream().noneMatch(element::startsWith)
				&& (name.matches("\\[+[ZBCSIJFD]") || BASICS.stream().anyMatch(element::startsWith)
						|| this.packages.stream().anyMatch((each) -> isIn(element, each)));
	}

	private static boolean isIn(String type, String prefix) {
		return type.startsWith(prefix)
				&& (type.length() == prefix.length() || ".$;".indexOf(type.charAt(prefix.length())) >= 0);
	}

	/**
	 * Makes the filter for a serialized value.
	 * @param length its length
	 * @return the filter
	 */
	ObjectInputFilter filter(int length) {
		return (info) -> {
			if (info.depth() > DEEPEST || info.references() > MOST_REFERENCES || info.arrayLength() > length
					|| info.streamBytes() > length) {
				return Status.REJECTED;
			}
			Class<?> type = info.serialClass();
			boolean enumOfTheJdk = type != null && type.isEnum() && type.getName().startsWith(JDK);
			return (type == null || enumOfTheJdk || allows(type.getName())) ? Status.ALLOWED : Status.REJECTED;
		};
	}

}
