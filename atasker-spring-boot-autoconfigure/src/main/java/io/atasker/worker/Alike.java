package io.atasker.worker;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets workers that were defined one after the other share what is equal in their
 * definitions: there may be very many that are alike.
 */
final class Alike {

	/** The last one of each class. */
	private final Map<Class<?>, Object> last = new ConcurrentHashMap<>();

	/**
	 * Returns an equal part that another worker has, if the one before has it.
	 * @param <V> the type of the part
	 * @param part an immutable part of a definition
	 * @return that, or the part itself
	 */
	@SuppressWarnings("unchecked")
	<V> V share(V part) {
		Object other = this.last.get(part.getClass());
		if (other != null && part.equals(other)) {
			return (V) other;
		}
		this.last.put(part.getClass(), part);
		return part;
	}

}
