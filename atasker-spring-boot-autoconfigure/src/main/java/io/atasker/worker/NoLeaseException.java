package io.atasker.worker;

/**
 * There is nothing here that could tell which node is to run a worker.
 */
public class NoLeaseException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String problem;

	private final String remedy;

	/**
	 * Makes the exception.
	 * @param problem what is missing or does not fit
	 * @param remedy what to do
	 */
	public NoLeaseException(String problem, String remedy) {
		super(problem + ". " + remedy);
		this.problem = problem;
		this.remedy = remedy;
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
