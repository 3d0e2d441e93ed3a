package io.atasker.annotation;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

/**
 * The methods that a worker calls on its bean. Not safe for use by several threads at
 * once.
 */
final class TargetMethods {

	private final WorkerMethod worker;

	private final TargetBean bean;

	private final List<TargetMethod> all = new ArrayList<>();

	TargetMethods(WorkerMethod worker, TargetBean bean) {
		this.worker = worker;
		this.bean = bean;
	}

	TargetMethod of(Method method) {
		TargetMethod target = new TargetMethod(this.worker, method, this.bean);
		this.all.add(target);
		return target;
	}

	List<TargetMethod> all() {
		return List.copyOf(this.all);
	}

}
