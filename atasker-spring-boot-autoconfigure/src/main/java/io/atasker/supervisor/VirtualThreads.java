package io.atasker.supervisor;

import java.lang.reflect.Method;
import java.util.concurrent.ThreadFactory;

import org.jspecify.annotations.Nullable;

/**
 * Virtual threads, which the Java release that this is compiled for does not know yet.
 */
final class VirtualThreads {

	private VirtualThreads() {
	}

	/**
	 * Returns a factory of numbered virtual threads that inherit nothing.
	 * @param prefix the beginning of the names
	 * @return the factory, or {@code null} on a JVM that has no virtual threads
	 */
	static @Nullable ThreadFactory factory(String prefix) {
		try {
			Class<?> type = Class.forName("java.lang.Thread$Builder");
			Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
			invoke(type.getMethod("name", String.class, long.class), builder, prefix, 1L);
			invoke(type.getMethod("inheritInheritableThreadLocals", boolean.class), builder, false);
			return (ThreadFactory) invoke(type.getMethod("factory"), builder);
		}
		catch (ReflectiveOperationException | UnsupportedOperationException ex) {
			return null;
		}
	}

	private static @Nullable Object invoke(Method method, Object target, Object... arguments)
			throws ReflectiveOperationException {
		return method.invoke(target, arguments);
	}

}
