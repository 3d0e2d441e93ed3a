package io.atasker.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Waits for the two connections of a child, whoever else may come. It reads from all that
 * have connected at the same time, so who says nothing, or says it slowly, keeps nobody
 * waiting; who does not know the secret is sent away; and of too many that have not shown
 * that they know it, the oldest is sent away. See {@link Handshake} for the other end.
 * For one thread, but for {@link #close()}.
 */
final class Reception implements AutoCloseable {

	/** How many may be on their way to prove themselves; a child is there two times. */
	static final int MOST_GUESTS = 64;

	private final ServerSocketChannel server;

	private final Secret secret;

	private final Selector selector;

	/** Those that have not proved themselves, oldest first. */
	private final Deque<Guest> guests = new ArrayDeque<>();

	private final Map<Byte, SocketChannel> proved = new HashMap<>();

	/**
	 * Makes a reception.
	 * @param server where the child connects, not in use by anybody else
	 * @param secret what the child knows
	 * @throws IOException if the system refuses
	 */
	Reception(ServerSocketChannel server, Secret secret) throws IOException {
		this.server = server;
		this.secret = secret;
		this.selector = Selector.open();
		server.configureBlocking(false);
		server.register(this.selector, SelectionKey.OP_ACCEPT);
	}

	/**
	 * Waits until both are there.
	 * @return the connections by their roles, in blocking mode
	 * @throws IOException if it is closed before, or the system refuses
	 */
	Map<Byte, SocketChannel> await() throws IOException {
		try {
			while (this.proved.size() < 2) {
				this.selector.select(this::ready);
			}
			for (SocketChannel socket : this.proved.values()) {
				socket.configureBlocking(true);
			}
			Map<Byte, SocketChannel> both = Map.copyOf(this.proved);
			this.proved.clear();
			return both;
		}
		catch (UncheckedIOException ex) {
			throw ex.getCause();
		}
		catch (ClosedSelectorException ex) {
			throw new IOException("nobody waits for the child any more", ex);
		}
		finally {
			closeAll();
		}
	}

	private void ready(SelectionKey key) {
		if (key.attachment() instanceof Guest guest) {
			listen(guest, key);
		}
		else {
			welcome();
		}
	}

	private void welcome() {
		SocketChannel socket = accept();
		if (socket == null) {
			return;
		}
		try {
			Guest guest = new Guest(socket, Secret.random(), ByteBuffer.allocate(Handshake.ANSWER));
			socket.configureBlocking(false);
			socket.register(this.selector, SelectionKey.OP_READ, guest);
			send(socket, guest.challenge());
			this.guests.addLast(guest);
			if (this.guests.size() > MOST_GUESTS) {
				close(this.guests.removeFirst().socket());
			}
		}
		catch (IOException ex) {
			// It is gone already; the child would be missed by who waits for it.
			close(socket);
		}
	}

	/** What fails here is up to the system, and would fail again and again. */
	private @Nullable SocketChannel accept() {
		try {
			return this.server.accept();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void listen(Guest guest, SelectionKey key) {
		ByteBuffer answer = guest.answer();
		try {
			if (guest.socket().read(answer) < 0) {
				sendAway(guest);
			}
			else if (!answer.hasRemaining()) {
				key.cancel();
				answered(guest);
			}
		}
		catch (IOException ex) {
			sendAway(guest);
		}
	}

	private void answered(Guest guest) throws IOException {
		byte[] answer = guest.answer().array();
		byte role = answer[0];
		byte[] own = Arrays.copyOfRange(answer, 1, 1 + Secret.LENGTH);
		byte[] proof = Arrays.copyOfRange(answer, 1 + Secret.LENGTH, answer.length);
		boolean known = MessageDigest.isEqual(proof, this.secret.proof(Handshake.CHILD, role, guest.challenge(), own));
		if (!known || this.proved.containsKey(role)) {
			sendAway(guest);
			return;
		}
		send(guest.socket(), this.secret.proof(Handshake.APPLICATION, role, guest.challenge(), own));
		this.guests.remove(guest);
		this.proved.put(role, guest.socket());
	}

	/** What has just connected has room for so little. */
	private static void send(SocketChannel socket, byte[] bytes) throws IOException {
		if (socket.write(ByteBuffer.wrap(bytes)) < bytes.length) {
			throw new IOException("somebody connects and takes nothing");
		}
	}

	private void sendAway(Guest guest) {
		this.guests.remove(guest);
		close(guest.socket());
	}

	private static void close(SocketChannel socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			// It is closed for us all the same.
		}
	}

	private void closeAll() {
		this.guests.forEach((guest) -> close(guest.socket()));
		this.proved.values().forEach(Reception::close);
		close();
	}

	/** From any thread; who waits is woken by an exception. */
	@Override
	public void close() {
		try {
			this.selector.close();
		}
		catch (IOException ex) {
			// It has nothing that would be left.
		}
	}

	/**
	 * Somebody who has connected.
	 *
	 * @param socket the connection
	 * @param challenge what was sent
	 * @param answer what has come so far
	 */
	private record Guest(SocketChannel socket, byte[] challenge, ByteBuffer answer) {

	}

}
