package io.atasker.docs.recipes;

import io.atasker.annotation.QueueWorker;

import org.springframework.stereotype.Component;

@Component
class Lines {

	@QueueWorker
	void lines(String line) {
	}

}
