package io.atasker.actuate;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * The names under which our endpoints may be asked, if anybody has said which. A page of
 * another site can make its own name mean this machine (DNS rebinding), and is no other
 * site to the browser then; but the browser sends that name.
 */
final class AllowedHosts {

	static final String PROPERTY = "atasker.endpoints.allowed-hosts";

	private final Set<String> names;

	private AllowedHosts(List<String> names) {
		this.names = names.stream().map(AllowedHosts::normal).collect(Collectors.toUnmodifiableSet());
	}

	static AllowedHosts of(Environment environment) {
		return of(Binder.get(environment).bind(PROPERTY, Bindable.listOf(String.class)).orElseGet(List::of));
	}

	static AllowedHosts of(List<String> names) {
		return new AllowedHosts(names);
	}

	/**
	 * Returns whether a request is for one of them.
	 * @param header what it says as its host: a name or an address, and a port or none.
	 * Not what a proxy says that it was asked for, since scripts may say that too.
	 * @return whether it may go on
	 */
	boolean allow(@Nullable String header) {
		return this.names.isEmpty() || (header != null && this.names.contains(normal(withoutPort(header.trim()))));
	}

	private static String withoutPort(String header) {
		int colon = header.lastIndexOf(':');
		boolean port = colon > header.lastIndexOf(']') && header.indexOf(':') == colon;
		boolean portOfAddress = colon > 0 && header.charAt(colon - 1) == ']';
		return (port || portOfAddress) ? header.substring(0, colon) : header;
	}

	/** Without the brackets of an address, and the dot that a full name may end with. */
	private static String normal(String name) {
		String normal = name.trim().toLowerCase(Locale.ROOT);
		if (normal.startsWith("[") && normal.endsWith("]")) {
			normal = normal.substring(1, normal.length() - 1);
		}
		return normal.endsWith(".") ? normal.substring(0, normal.length() - 1) : normal;
	}

}
