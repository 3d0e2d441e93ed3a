package io.atasker.cluster.jdbc;

import com.github.kagkarlsson.scheduler.serializer.Serializer;

/**
 * Takes bytes to the table and back as they are. Nothing is ever made of them by Java's
 * own serialization.
 */
final class MessageSerializer implements Serializer {

	@Override
	public byte[] serialize(Object data) {
		return (byte[]) data;
	}

	@Override
	public <T> T deserialize(Class<T> type, byte[] serialized) {
		return type.cast(serialized);
	}

}
