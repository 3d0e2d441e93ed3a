package io.atasker.docs.start;

import io.atasker.worker.BackgroundQueueWorker;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
class MailController {

	private final BackgroundQueueWorker<Mail> mails;

	MailController(BackgroundQueueWorker<Mail> mails) {
		this.mails = mails;
	}

	@PostMapping("/mails")
	void send(@RequestBody Mail mail) {
		this.mails.put(mail);
	}

}
