package io.atasker.autoconfigure;

import java.util.Map;

import io.atasker.supervisor.Supervisor;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Names the beans of supervisors, and registers those that properties add to the default
 * one. These are injected by qualifier, or where all supervisors are asked for; by type
 * alone the default one is.
 */
final class SupervisorBeans implements ImportBeanDefinitionRegistrar {

	/** What the name of each bean begins with; the rest is the name of the supervisor. */
	static final String PREFIX = "atasker.supervisor.";

	/** The bean of the default supervisor. */
	static final String DEFAULT = PREFIX + Supervisor.DEFAULT_NAME;

	/** The bean that makes them all. */
	static final String FACTORY = "ataskerSupervisorFactory";

	private static final Bindable<Map<String, Object>> BY_NAME = Bindable.mapOf(String.class, Object.class);

	private final Environment environment;

	SupervisorBeans(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
		Map<String, Object> bound = Binder.get(this.environment)
			.bind(AtaskerProperties.PREFIX + ".supervisors", BY_NAME)
			.orElse(Map.of());
		for (String name : new NamedSettings<>(bound).names()) {
			if (!name.equals(Supervisor.DEFAULT_NAME) && !registry.containsBeanDefinition(PREFIX + name)) {
				registry.registerBeanDefinition(PREFIX + name, definition(name));
			}
		}
	}

	private static RootBeanDefinition definition(String name) {
		RootBeanDefinition definition = new RootBeanDefinition(Supervisor.class);
		definition.setFactoryBeanName(FACTORY);
		definition.setFactoryMethodName("create");
		definition.getConstructorArgumentValues().addIndexedArgumentValue(0, name);
		definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
		definition.setDestroyMethodName("");
		definition.setFallback(true);
		return definition;
	}

}
