package io.atasker.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How the children of a process pool are started, kept and ended. Immutable.
 */
public final class ProcessOptions {

	private final int spares;

	private final Duration idleTimeout;

	private final Duration spawnTimeout;

	private final long maxHeap;

	private final List<String> jvmArgs;

	private final long maxRuns;

	private final long maxMemory;

	private final int maxPayload;

	private final Set<String> allowedPackages;

	private final Path java;

	private final String classPath;

	private ProcessOptions(Builder builder) {
		this.spares = builder.spares;
		this.idleTimeout = builder.idleTimeout;
		this.spawnTimeout = builder.spawnTimeout;
		this.maxHeap = builder.maxHeap;
		this.jvmArgs = List.copyOf(builder.jvmArgs);
		this.maxRuns = builder.maxRuns;
		this.maxMemory = builder.maxMemory;
		this.maxPayload = builder.maxPayload;
		this.allowedPackages = Set.copyOf(builder.allowedPackages);
		this.java = builder.java;
		this.classPath = builder.classPath;
	}

	/**
	 * Begins with the defaults.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Returns how many idle children are kept warm beyond those at work.
	 * @return the number
	 */
	public int spares() {
		return this.spares;
	}

	/**
	 * Returns after which time an idle child ends that is not spare.
	 * @return the time
	 */
	public Duration idleTimeout() {
		return this.idleTimeout;
	}

	/**
	 * Returns how long the start of a child may take.
	 * @return the time
	 */
	public Duration spawnTimeout() {
		return this.spawnTimeout;
	}

	/**
	 * Returns how much heap a child has at most.
	 * @return the number of bytes, 0 for what the JVM chooses
	 */
	public long maxHeap() {
		return this.maxHeap;
	}

	/**
	 * Returns further arguments of the JVM of a child.
	 * @return the arguments, after those that the pool gives
	 */
	public List<String> jvmArgs() {
		return this.jvmArgs;
	}

	/**
	 * Returns after how many runs a child is replaced.
	 * @return the number, 0 for never
	 */
	public long maxRuns() {
		return this.maxRuns;
	}

	/**
	 * Returns beyond how much memory a child is replaced after a run: resident memory
	 * where the system tells it, else the heap in use.
	 * @return the number of bytes, 0 for no limit
	 */
	public long maxMemory() {
		return this.maxMemory;
	}

	/**
	 * Returns how large arguments and results may be in bytes, once written.
	 * @return the number of bytes
	 */
	public int maxPayload() {
		return this.maxPayload;
	}

	/**
	 * Returns the packages of classes that may come from a child, beside values of the
	 * JDK and the packages of what it was given to run.
	 * @return beginnings of the names of classes
	 */
	public Set<String> allowedPackages() {
		return this.allowedPackages;
	}

	/** Returns the command that starts Java: that of the application. */
	Path java() {
		return this.java;
	}

	/** Returns where the classes are: where the application has them from. */
	String classPath() {
		return this.classPath;
	}

	/**
	 * Builds {@link ProcessOptions}. For one thread.
	 */
	public static final class Builder {

		private int spares = 1;

		private Duration idleTimeout = Duration.ofMinutes(1);

		private Duration spawnTimeout = Duration.ofSeconds(20);

		private long maxHeap;

		private final List<String> jvmArgs = new ArrayList<>();

		private long maxRuns;

		private long maxMemory;

		private int maxPayload = 64 << 20;

		private final Set<String> allowedPackages = new LinkedHashSet<>();

		private Path java = Path.of(System.getProperty("java.home"), "bin", "java");

		/** Surefire starts from an archive that only names the others. */
		private String classPath = System.getProperty("surefire.test.class.path",
				System.getProperty("java.class.path"));

		private Builder() {
		}

		/**
		 * Sets how many idle children are kept warm beyond those at work.
		 * @param spares the number, 1 by default
		 * @return this
		 */
		public Builder spares(int spares) {
			this.spares = (int) notNegative("spares", spares);
			return this;
		}

		/**
		 * Sets after which time an idle child ends that is not spare.
		 * @param idleTimeout the time, 1 minute by default
		 * @return this
		 */
		public Builder idleTimeout(Duration idleTimeout) {
			this.idleTimeout = positive("idleTimeout", idleTimeout);
			return this;
		}

		/**
		 * Sets how long the start of a child may take.
		 * @param spawnTimeout the time, 20 s by default
		 * @return this
		 */
		public Builder spawnTimeout(Duration spawnTimeout) {
			this.spawnTimeout = positive("spawnTimeout", spawnTimeout);
			return this;
		}

		/**
		 * Sets how much heap a child has at most.
		 * @param maxHeap the number of bytes; 0, the default, for what the JVM chooses
		 * @return this
		 */
		public Builder maxHeap(long maxHeap) {
			this.maxHeap = notNegative("maxHeap", maxHeap);
			return this;
		}

		/**
		 * Adds arguments of the JVM of a child.
		 * @param jvmArgs the arguments
		 * @return this
		 */
		public Builder jvmArgs(List<String> jvmArgs) {
			this.jvmArgs.addAll(jvmArgs);
			return this;
		}

		/**
		 * Sets after how many runs a child is replaced.
		 * @param maxRuns the number; 0, the default, for never
		 * @return this
		 */
		public Builder maxRuns(long maxRuns) {
			this.maxRuns = notNegative("maxRuns", maxRuns);
			return this;
		}

		/**
		 * Sets beyond how much memory a child is replaced after a run.
		 * @param maxMemory the number of bytes; 0, the default, for no limit
		 * @return this
		 */
		public Builder maxMemory(long maxMemory) {
			this.maxMemory = notNegative("maxMemory", maxMemory);
			return this;
		}

		/**
		 * Sets how large arguments and results may be, once written.
		 * @param maxPayload the number of bytes, 64 MB by default, at most 1 GB
		 * @return this
		 */
		public Builder maxPayload(long maxPayload) {
			if (maxPayload < 1024 || maxPayload > 1 << 30) {
				throw new IllegalArgumentException(
						"maxPayload must be from 1 kB to 1 GB, but is %d bytes".formatted(maxPayload));
			}
			this.maxPayload = (int) maxPayload;
			return this;
		}

		/**
		 * Adds a package of classes that may come from a child.
		 * @param name the name of the package, or the beginning of the names of classes
		 * @return this
		 */
		public Builder allowedPackage(String name) {
			if (name.isBlank()) {
				throw new IllegalArgumentException("a package that children may send classes of has no name");
			}
			this.allowedPackages.add(name);
			return this;
		}

		/** Replaces the command that starts Java, for tests. */
		Builder java(Path java) {
			this.java = java;
			return this;
		}

		/** Replaces the class path, for tests. */
		Builder classPath(String classPath) {
			this.classPath = classPath;
			return this;
		}

		/**
		 * Builds the options.
		 * @return the options
		 */
		public ProcessOptions build() {
			return new ProcessOptions(this);
		}

		private static long notNegative(String name, long value) {
			if (value < 0) {
				throw new IllegalArgumentException("%s must not be negative, but is %d".formatted(name, value));
			}
			return value;
		}

		private static Duration positive(String name, Duration value) {
			if (value.isZero() || value.isNegative()) {
				throw new IllegalArgumentException("%s must be positive, but is %s".formatted(name, value));
			}
			return value;
		}

	}

}
