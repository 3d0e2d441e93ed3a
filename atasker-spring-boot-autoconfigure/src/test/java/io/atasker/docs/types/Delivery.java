package io.atasker.docs.types;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.atasker.annotation.QueueWorker;
import io.atasker.annotation.Retry;
import io.atasker.supervisor.Priority;

import org.springframework.core.annotation.AliasFor;

@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@QueueWorker(priority = Priority.HIGH, retry = @Retry(maxRetries = "5"), controlRoles = "OPS")
@interface Delivery {

	@AliasFor(annotation = QueueWorker.class)
	String concurrency() default "";

}
