package io.atasker.autoconfigure;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

import io.atasker.supervisor.Supervisor;

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
