package io.atasker.docs.start;

import io.atasker.annotation.QueueWorker;
import io.atasker.annotation.Retry;
import io.atasker.worker.WorkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

@Component
class Mails {

	private static final Logger logger = LoggerFactory.getLogger(Mails.class);

	@QueueWorker(concurrency = "2", retry = @Retry(maxRetries = "3", delay = "2s"))
	void mails(Mail mail, WorkContext context) {
		logger.info("{} to {}, attempt {}", mail.text(), mail.to(), context.attempt());
	}

}
