package io.atasker.docs.supervisor;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.atasker.supervisor.EventLoop;
import io.atasker.supervisor.Supervisor;

import org.springframework.stereotype.Component;

@Component
class Loops {

	private final Supervisor supervisor;

	Loops(Supervisor supervisor) {
		this.supervisor = supervisor;
	}

	String ask() throws Exception {
		EventLoop loop = this.supervisor.loops().getDefault();
		loop.execute(() -> note("asked"));
		return loop.call(() -> CompletableFuture.supplyAsync(() -> "answer"), Duration.ofSeconds(5));
	}

	private void note(String text) {
	}

}
