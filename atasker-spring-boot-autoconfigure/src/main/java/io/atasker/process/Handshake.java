package io.atasker.process;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.security.MessageDigest;

/**
 * How a child and the application prove to each other that they are what the other waits
 * for, on each of the two connections and before anything else is sent there: the
 * application sends a challenge, the child which connection this is, a challenge of its
 * own and its proof, and the application its proof. All have a fixed length. This is the
 * end of the child, see {@link Reception} for the other.
 */
final class Handshake {

	/** The connection for runs and their answers. */
	static final byte TASKS = 1;

	/** The connection for what is told to a run that goes on. */
	static final byte CONTROL = 2;

	static final String CHILD = "child";

	static final String APPLICATION = "application";

	/** Role, challenge of the child, proof of the child. */
	static final int ANSWER = 1 + 2 * Secret.LENGTH;

	private Handshake() {
	}

	/**
	 * Connects to the application.
	 * @param address where it waits
	 * @param secret the secret
	 * @param role which connection this is to be
	 * @return the connection
	 * @throws IOException if nobody is there, or somebody who does not know the secret
	 */
	static SocketChannel connect(String address, Secret secret, byte role) throws IOException {
		SocketChannel socket = Rendezvous.connect(address);
		try {
			introduce(socket, secret, role);
			return socket;
		}
		catch (IOException | RuntimeException ex) {
			socket.close();
			throw ex;
		}
	}

	private static void introduce(SocketChannel socket, Secret secret, byte role) throws IOException {
		byte[] challenge = read(socket);
		byte[] own = Secret.random();
		ByteBuffer answer = ByteBuffer.allocate(ANSWER).put(role).put(own);
		answer.put(secret.proof(CHILD, role, challenge, own));
		write(socket, answer.flip());
		if (!MessageDigest.isEqual(read(socket), secret.proof(APPLICATION, role, challenge, own))) {
			throw new IOException("who waits at the address of the application is not the application");
		}
	}

	private static byte[] read(ReadableByteChannel channel) throws IOException {
		ByteBuffer buffer = ByteBuffer.allocate(Secret.LENGTH);
		while (buffer.hasRemaining()) {
			if (channel.read(buffer) < 0) {
				throw new EOFException("the application has closed the connection before it was in use");
			}
		}
		return buffer.array();
	}

	private static void write(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
		while (bytes.hasRemaining()) {
			channel.write(bytes);
		}
	}

}
