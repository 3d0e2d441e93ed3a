package io.atasker.autoconfigure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

import io.atasker.supervisor.Supervisor;
import io.atasker.worker.InvalidWorkerException;

import org.springframework.beans.factory.ListableBeanFactory;

/**
 * The supervisors of this application context, the default one first. Those of a parent
 * context live and end with the parent.
 */
final class LocalSupervisors implements Iterable<Supervisor> {

	private final List<Supervisor> supervisors;

	LocalSupervisors(ListableBeanFactory beans) {
		Map<String, Supervisor> all = beans.getBeansOfType(Supervisor.class);
		List<Supervisor> supervisors = new ArrayList<>(all.size());
		supervisors.add(beans.getBean(SupervisorBeans.DEFAULT, Supervisor.class));
		all.forEach((name, supervisor) -> {
			if (!name.equals(SupervisorBeans.DEFAULT)) {
				supervisors.add(supervisor);
			}
		});
		this.supervisors = List.copyOf(supervisors);
		requireDistinctNames(all);
	}

	private static void requireDistinctNames(Map<String, Supervisor> all) {
		Map<String, String> beans = new HashMap<>();
		all.forEach((bean, supervisor) -> {
			String other = beans.putIfAbsent(supervisor.name(), bean);
			if (other != null) {
				throw new InvalidWorkerException("bean '" + bean + "'", "name", supervisor.name(),
						"the bean '%s' is a supervisor of that name too".formatted(other),
						"Give one of them another name with Supervisor.builder().name(...), "
								+ "or call your bean '%s' to have it in place of the default one"
									.formatted(SupervisorBeans.DEFAULT));
			}
		});
	}

	/**
	 * Returns them all.
	 * @return the supervisors
	 */
	List<Supervisor> all() {
		return this.supervisors;
	}

	@Override
	public Iterator<Supervisor> iterator() {
		return this.supervisors.iterator();
	}

}
