package io.atasker.docs.start;

import io.atasker.annotation.Worker;

import org.springframework.stereotype.Component;

@Component
class Clock {

	@Worker(interval = "1s")
	void tick() {
		System.out.println("tick");
	}

}
