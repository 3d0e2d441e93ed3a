package io.atasker.autoconfigure;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.atasker.supervisor.Stoppable;
import io.atasker.supervisor.Supervisor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;

/**
 * The end of the supervisors of an application: stops what an interrupted startup left
 * running, and tells what nobody will run any more. All that can put or trigger depends
 * on this bean, so that it is destroyed last.
 */
final class SupervisorDisposal implements DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(SupervisorDisposal.class);

	private final List<Supervisor> supervisors = new CopyOnWriteArrayList<>();

	void add(Supervisor supervisor) {
		this.supervisors.add(supervisor);
	}

	@Override
	public void destroy() {
		this.supervisors.forEach(Supervisor::close);
		this.supervisors.forEach(SupervisorDisposal::reportLost);
	}

	private static void reportLost(Supervisor supervisor) {
		List<String> lost = supervisor.workers()
			.stream()
			.filter((member) -> member.returned() > 0)
			.map(SupervisorDisposal::describe)
			.toList();
		if (!lost.isEmpty()) {
			logger.warn("Supervisor '{}' ends with work that was accepted and will not be done: {}. "
					+ "Raise atasker.supervisor.shutdown-timeout if there was not enough time; what waits for a worker "
					+ "that is stopped waits in vain", supervisor.name(), lost);
		}
	}

	private static String describe(Stoppable member) {
		return "%s (%d)".formatted(member.name(), member.returned());
	}

}
