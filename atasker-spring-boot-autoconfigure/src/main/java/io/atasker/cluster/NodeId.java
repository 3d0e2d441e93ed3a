package io.atasker.cluster;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What this node is called among those that share the work. People choose and read the
 * name; the instance tells two lives of one node apart, and two nodes that were given the
 * same name by mistake.
 *
 * @param name the name, with at most 100 letters, digits, dots, underscores and hyphens
 * @param instance different at each start
 */
public record NodeId(String name, String instance) {

	private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

	private static final Pattern ILLEGAL = Pattern.compile("[^A-Za-z0-9._-]+");

	private static final int LONGEST_HOST = 60;

	/**
	 * Checks the name.
	 * @throws IllegalArgumentException if it is not legal
	 */
	public NodeId {
		if (!LEGAL.matcher(name).matches()) {
			throw new IllegalArgumentException("the name of a node is a letter or digit and then up to 99 letters, "
					+ "digits, dots, underscores and hyphens, but is '%s'".formatted(name));
		}
	}

	/**
	 * Makes the id of this node.
	 * @param name the name, {@code null} or blank for one of host, process id and a
	 * random number
	 * @return the id
	 * @throws IllegalArgumentException if the name is not legal
	 */
	public static NodeId of(@Nullable String name) {
		String instance = UUID.randomUUID().toString().substring(0, 8);
		if (name != null && !name.isBlank()) {
			return new NodeId(name.trim(), instance);
		}
		return new NodeId("%s-%d-%s".formatted(host(), ProcessHandle.current().pid(), instance), instance);
	}

	private static String host() {
		String host = System.getenv("HOSTNAME");
		if (host == null || host.isBlank()) {
			try {
				host = InetAddress.getLocalHost().getHostName();
			}
			catch (UnknownHostException ex) {
				host = "node";
			}
		}
		String legal = ILLEGAL.matcher(host).replaceAll("-");
		String cut = (legal.length() > LONGEST_HOST) ? legal.substring(0, LONGEST_HOST) : legal;
		return LEGAL.matcher(cut).matches() ? cut : "node";
	}

	/**
	 * Returns the name of this life of the node, which no other has.
	 * @return name and instance
	 */
	public String unique() {
		return this.name + "/" + this.instance;
	}

	@Override
	public String toString() {
		return this.name;
	}

}
