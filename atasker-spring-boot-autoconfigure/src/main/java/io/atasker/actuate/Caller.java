package io.atasker.actuate;

import java.security.Principal;
import java.util.Set;
import java.util.function.Predicate;

import io.atasker.worker.Initiator;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SecurityContext;

/**
 * Who calls an operation.
 *
 * @param name the principal, "anonymous" or "jmx" where there is none
 * @param roles whether the caller has a role
 */
record Caller(String name, Predicate<String> roles) {

	/** Whoever may use JMX may do everything. */
	static final Caller JMX = new Caller("jmx", (role) -> true);

	private static final String ANONYMOUS = "anonymous";

	/**
	 * Makes the caller of a web operation. Without a principal he has no role.
	 * @param context what Actuator knows of him
	 * @return the caller
	 */
	static Caller of(@Nullable SecurityContext context) {
		Principal principal = (context != null) ? context.getPrincipal() : null;
		if (context == null || principal == null) {
			return new Caller(ANONYMOUS, (role) -> false);
		}
		String name = principal.getName();
		return new Caller((name != null) ? SafeText.of(name) : ANONYMOUS, context::isUserInRole);
	}

	/**
	 * Returns whether the caller may act on a worker.
	 * @param controlRoles its control roles
	 * @return whether he has one of them, or there are none
	 */
	boolean mayControl(Set<String> controlRoles) {
		return controlRoles.isEmpty() || controlRoles.stream().anyMatch(this.roles);
	}

	Initiator initiator(@Nullable String reason) {
		return new Initiator(this.name, reason);
	}

}
