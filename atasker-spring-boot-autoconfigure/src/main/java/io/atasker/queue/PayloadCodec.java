package io.atasker.queue;

/**
 * Turns the payload of a message into bytes and back, for engines that leave the JVM.
 * Implementations are safe from any thread.
 */
public interface PayloadCodec {

	/**
	 * Encodes a payload.
	 * @param payload the payload
	 * @return the bytes
	 * @throws IllegalArgumentException if the payload cannot be encoded
	 */
	byte[] encode(Object payload);

	/**
	 * Decodes a payload.
	 * @param bytes the bytes
	 * @return an equal payload
	 * @throws IllegalArgumentException if the bytes cannot be decoded
	 */
	Object decode(byte[] bytes);

}
