package io.atasker.sample;

import java.io.IOException;
import java.util.Set;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers only who asks for this machine. Everything is open here, and a foreign page in
 * the user's browser can make its own name mean 127.0.0.1; it cannot make the browser
 * send another name. An application with security does not need this.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class LocalRequests extends OncePerRequestFilter {

	private static final Set<String> NAMES = Set.of("127.0.0.1", "localhost", "[::1]", "::1");

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (NAMES.contains(request.getServerName())) {
			chain.doFilter(request, response);
			return;
		}
		response.sendError(HttpStatus.FORBIDDEN.value());
	}

}
