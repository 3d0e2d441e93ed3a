package io.atasker.sample.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * What the command line says.
 *
 * @param instances how many instances there are
 * @param port the port of the first one; the others have the next ones
 * @param data the folder for what the application makes
 * @param databaseGiven whether there is a database already
 * @param others the arguments that are for the instances
 */
record ClusterOptions(int instances, int port, Path data, boolean databaseGiven, List<String> others) {

	private static final int MAX_INSTANCES = 9;

	private static final String INSTANCES = "--instances=";

	private static final String PORT = "--server.port=";

	private static final String DATA = "--sample.data=";

	private static final String DATABASE = "--spring.datasource.url=";

	/**
	 * Reads the command line.
	 * @param arguments the arguments
	 * @param environment returns environment variables, {@code null} for those that are
	 * not set
	 * @throws IllegalArgumentException if one of the arguments is wrong; the message says
	 * which
	 */
	static ClusterOptions of(String[] arguments, UnaryOperator<@Nullable String> environment) {
		int instances = 3;
		int port = 8080;
		Path data = Path.of("data", "cluster");
		boolean given = environment.apply("SPRING_DATASOURCE_URL") != null;
		List<String> others = new ArrayList<>();
		for (String argument : arguments) {
			if (argument.startsWith(INSTANCES)) {
				instances = number(argument, INSTANCES, 1, MAX_INSTANCES);
			}
			else if (argument.startsWith(PORT)) {
				port = number(argument, PORT, 0, 65_535 - MAX_INSTANCES);
			}
			else if (argument.startsWith(DATA)) {
				data = Path.of(argument.substring(DATA.length()));
			}
			else {
				given |= argument.startsWith(DATABASE);
				others.add(argument);
			}
		}
		return new ClusterOptions(instances, port, data, given, List.copyOf(others));
	}

	private static int number(String argument, String name, int least, int most) {
		try {
			int number = Integer.parseInt(argument.substring(name.length()));
			if (number >= least && number <= most) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// It is told of below.
		}
		throw new IllegalArgumentException("'%s' is wrong: write %sN with a whole number N between %d and %d"
			.formatted(argument, name, least, most));
	}

}
