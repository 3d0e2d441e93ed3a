package io.atasker.docs.recipes;

import java.util.concurrent.Executor;

import io.atasker.supervisor.Priority;
import io.atasker.supervisor.Supervisor;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.AsyncConfigurer;

@Configuration(proxyBeanMethods = false)
class AsyncOnThePool implements AsyncConfigurer {

	private final ObjectProvider<Supervisor> supervisor;

	AsyncOnThePool(ObjectProvider<Supervisor> supervisor) {
		this.supervisor = supervisor;
	}

	@Override
	public Executor getAsyncExecutor() {
		return (call) -> this.supervisor.getObject().asExecutor(Priority.NORMAL).execute(call);
	}

}
