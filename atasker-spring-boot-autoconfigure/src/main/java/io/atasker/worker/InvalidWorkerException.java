package io.atasker.worker;

import org.jspecify.annotations.Nullable;

/**
 * A worker is not defined properly. It carries the facts one by one, so that a report can
 * be laid out from them.
 */
public class InvalidWorkerException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String subject;

	private final @Nullable String attribute;

	private final @Nullable String value;

	private final String problem;

	private final String remedy;

	/**
	 * Makes the exception.
	 * @param subject whose definition it is: bean and method, or the name of the worker
	 * @param attribute which attribute, or {@code null}
	 * @param value the attribute's value, or {@code null}
	 * @param problem what is wrong with it
	 * @param remedy what to do
	 */
	public InvalidWorkerException(String subject, @Nullable String attribute, @Nullable String value, String problem,
			String remedy) {
		super(text(subject, attribute, value, problem) + ". " + remedy);
		this.subject = subject;
		this.attribute = attribute;
		this.value = value;
		this.problem = problem;
		this.remedy = remedy;
	}

	private static String text(String subject, @Nullable String attribute, @Nullable String value, String problem) {
		StringBuilder text = new StringBuilder(subject).append(": ");
		if (attribute != null) {
			text.append(attribute);
			if (value != null) {
				text.append(" = \"").append(value).append('"');
			}
			text.append(": ");
		}
		return text.append(problem).toString();
	}

	/**
	 * Returns a copy for another subject, such as the bean and method behind a name.
	 * @param subject the subject
	 * @return the copy
	 */
	public InvalidWorkerException withSubject(String subject) {
		return new InvalidWorkerException(subject, this.attribute, this.value, this.problem, this.remedy);
	}

	/**
	 * Returns whose definition it is.
	 * @return bean and method, or the name of the worker
	 */
	public String subject() {
		return this.subject;
	}

	/**
	 * Returns which attribute is wrong.
	 * @return the attribute, or {@code null}
	 */
	public @Nullable String attribute() {
		return this.attribute;
	}

	/**
	 * Returns its value.
	 * @return the value, or {@code null}
	 */
	public @Nullable String value() {
		return this.value;
	}

	/**
	 * Returns what is wrong.
	 * @return the problem
	 */
	public String problem() {
		return this.problem;
	}

	/**
	 * Returns what to do.
	 * @return the remedy
	 */
	public String remedy() {
		return this.remedy;
	}

}
