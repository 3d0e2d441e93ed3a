package io.atasker.docs.types;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;

import io.atasker.annotation.Worker;
import io.atasker.worker.WorkContext;

import org.springframework.stereotype.Component;

@Component
class Feed {

	@Worker
	void feed(WorkContext context) throws IOException {
		try (ServerSocket server = new ServerSocket(0)) {
			context.onStop(() -> close(server));
			while (!context.isStopRequested()) {
				try (Socket client = server.accept()) {
					client.getOutputStream().write('.');
				}
			}
		}
	}

	private static void close(ServerSocket server) {
		try {
			server.close();
		}
		catch (IOException ex) {
			throw new IllegalStateException("the server cannot be closed", ex);
		}
	}

}
