package io.atasker.annotation;

import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.generate.GenerationContext;
import org.springframework.aot.generate.MethodReference;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.aot.BeanRegistrationCode;
import org.springframework.beans.factory.aot.BeanRegistrationCodeFragments;
import org.springframework.beans.factory.aot.BeanRegistrationCodeFragmentsDecorator;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.ResolvableType;
import org.springframework.javapoet.ClassName;
import org.springframework.javapoet.CodeBlock;
import org.springframework.util.ReflectionUtils;

/**
 * Writes the bean definitions of workers ahead of time. The types of handles and items
 * are made out again from text when the application starts, since the generated code
 * could not name types that are not public.
 */
final class WorkerAotProcessor implements BeanRegistrationAotProcessor {

	@Override
	public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean registeredBean) {
		DeclaredWorker worker = WorkerBeanDefinitions.declared(registeredBean.getMergedBeanDefinition());
		return (worker != null) ? new Contribution(worker) : null;
	}

	/**
	 * The generated code and the hints of one worker.
	 *
	 * @param declared the worker
	 */
	private record Contribution(DeclaredWorker declared) implements BeanRegistrationAotContribution {

		@Override
		public BeanRegistrationCodeFragments customizeBeanRegistrationCodeFragments(GenerationContext generationContext,
				BeanRegistrationCodeFragments codeFragments) {
			WorkerMethod method = this.declared.method();
			return new CodeFragments(codeFragments, method.bean(), method.beanClass().getName(), method.id(),
					this.declared.name());
		}

		@Override
		public void applyTo(GenerationContext generationContext, BeanRegistrationCode beanRegistrationCode) {
			WorkerMethod worker = this.declared.method();
			Class<?> beanClass = worker.beanClass();
			ReflectionHints hints = generationContext.getRuntimeHints().reflection();
			hints.registerType(beanClass);
			hints.registerMethod(worker.method(), ExecutableMode.INVOKE);
			registerCallback(hints, worker, "onError");
			registerCallback(hints, worker, "onResult");
			if (worker.ofClass()) {
				registerMethods(hints, beanClass, "processResult");
			}
		}

		private static void registerCallback(ReflectionHints hints, WorkerMethod worker, String attribute) {
			String callback = worker.annotation().getString(attribute);
			if (callback.startsWith("#")) {
				registerMethods(hints, worker.beanClass(), callback.substring(1));
			}
		}

		private static void registerMethods(ReflectionHints hints, Class<?> type, String name) {
			ReflectionUtils.doWithMethods(type, (method) -> hints.registerMethod(method, ExecutableMode.INVOKE),
					(method) -> method.getName().equals(name));
		}

	}

	private static final class CodeFragments extends BeanRegistrationCodeFragmentsDecorator {

		private final Object[] arguments;

		CodeFragments(BeanRegistrationCodeFragments delegate, Object... arguments) {
			super(delegate);
			this.arguments = arguments;
		}

		@Override
		public ClassName getTarget(RegisteredBean registeredBean) {
			return ClassName.get(WorkerBeanDefinitions.class);
		}

		@Override
		public CodeBlock generateNewBeanDefinitionCode(GenerationContext generationContext, ResolvableType beanType,
				BeanRegistrationCode beanRegistrationCode) {
			return CodeBlock.builder()
				.add("$T $L = $T.of(", RootBeanDefinition.class, BEAN_DEFINITION_VARIABLE, WorkerBeanDefinitions.class)
				.add("$S, $S, $S, $S", this.arguments)
				.add(");\n")
				.build();
		}

		@Override
		public CodeBlock generateSetBeanDefinitionPropertiesCode(GenerationContext generationContext,
				BeanRegistrationCode beanRegistrationCode, RootBeanDefinition beanDefinition,
				Predicate<String> attributeFilter) {
			return CodeBlock.of("");
		}

		/** The definition has its supplier already. */
		@Override
		public CodeBlock generateInstanceSupplierCode(GenerationContext generationContext,
				BeanRegistrationCode beanRegistrationCode, boolean allowDirectSupplierShortcut) {
			return CodeBlock.of("");
		}

		@Override
		public CodeBlock generateSetBeanInstanceSupplierCode(GenerationContext generationContext,
				BeanRegistrationCode beanRegistrationCode, CodeBlock instanceSupplierCode,
				List<MethodReference> postProcessors) {
			return CodeBlock.of("");
		}

	}

}
