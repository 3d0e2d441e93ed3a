package io.atasker.docs.cluster;

import java.util.List;

import io.atasker.annotation.IntervalWorker;
import io.atasker.worker.RunOn;
import io.atasker.worker.WorkContext;

import org.springframework.stereotype.Component;

@Component
class Closing {

	@IntervalWorker(cron = "0 0 3 * * *", runOn = RunOn.ONE_NODE)
	void closing(WorkContext context) throws InterruptedException {
		for (String account : accounts()) {
			if (!context.isLeaseValid()) {
				return;
			}
			close(account);
		}
	}

	private List<String> accounts() {
		return List.of("a", "b");
	}

	private void close(String account) throws InterruptedException {
		Thread.sleep(1);
	}

}
