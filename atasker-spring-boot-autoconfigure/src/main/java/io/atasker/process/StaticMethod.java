package io.atasker.process;

import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A static method that child processes can call, by the names of its class, itself and
 * its types.
 *
 * @param owner the name of its class
 * @param name its name
 * @param descriptor its parameters and result, as in class files
 * @param loader finds the classes of what it returns, which is that of its class
 */
public record StaticMethod(String owner, String name, String descriptor, ClassLoader loader) {

	private static final Pattern TYPE = Pattern.compile("L([^;]+);");

	/**
	 * Names a method.
	 * @param method a static method
	 * @return its names
	 * @throws IllegalArgumentException if it is not static
	 */
	public static StaticMethod of(Method method) {
		if (!Modifier.isStatic(method.getModifiers())) {
			throw new IllegalArgumentException(
					"%s is not static, so no child process can call it".formatted(method.toGenericString()));
		}
		return new StaticMethod(method.getDeclaringClass().getName(), method.getName(),
				MethodType.methodType(method.getReturnType(), method.getParameterTypes()).toMethodDescriptorString(),
				loaderOf(method.getDeclaringClass()));
	}

	/**
	 * Returns what finds the classes that a class can use.
	 * @param type the class
	 * @return its class loader; that of the application if it is a class of the JDK
	 */
	public static ClassLoader loaderOf(Class<?> type) {
		ClassLoader loader = type.getClassLoader();
		return (loader != null) ? loader : ClassLoader.getSystemClassLoader();
	}

	/** Returns the packages of its class and of the types that it takes and returns. */
	Set<String> packages() {
		Set<String> packages = new HashSet<>();
		packages.add(packageOf(this.owner));
		Matcher types = TYPE.matcher(this.descriptor);
		while (types.find()) {
			packages.add(packageOf(types.group(1).replace('/', '.')));
		}
		return packages;
	}

	/** What is in no package stands for itself. */
	private static String packageOf(String type) {
		int end = type.lastIndexOf('.');
		return (end < 0) ? type : type.substring(0, end);
	}

	@Override
	public String toString() {
		return this.owner + "." + this.name + this.descriptor;
	}

}
