package io.atasker.annotation;

import io.atasker.worker.InvalidWorkerException;
import org.jspecify.annotations.Nullable;

/**
 * An annotated worker is not defined properly; says where to look.
 */
public class InvalidWorkerMethodException extends InvalidWorkerException {

	private static final long serialVersionUID = 1L;

	private final String bean;

	private final String method;

	/**
	 * Makes the exception.
	 * @param bean the name of the bean
	 * @param method the class and method, the class alone where it is annotated itself
	 * @param attribute which attribute of the annotation, or {@code null}
	 * @param value the attribute's value, or {@code null}
	 * @param problem what is wrong with it
	 * @param remedy what to do
	 */
	public InvalidWorkerMethodException(String bean, String method, @Nullable String attribute, @Nullable String value,
			String problem, String remedy) {
		super("bean '" + bean + "', " + method, attribute, value, problem, remedy);
		this.bean = bean;
		this.method = method;
	}

	/**
	 * Returns the name of the bean.
	 * @return the name
	 */
	public String bean() {
		return this.bean;
	}

	/**
	 * Returns the method.
	 * @return the class and method, the class alone where it is annotated itself
	 */
	public String method() {
		return this.method;
	}

}
