package io.atasker.docs.operating;

import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

@Configuration(proxyBeanMethods = false)
class ActuatorSecurity {

	@Bean
	SecurityFilterChain actuator(HttpSecurity http) {
		http.securityMatcher(EndpointRequest.to("atasker", "workers", "supervisors"));
		http.authorizeHttpRequests((requests) -> requests.anyRequest().hasRole("OPS"));
		http.httpBasic(Customizer.withDefaults());
		http.csrf((csrf) -> csrf.spa());
		return http.build();
	}

}
