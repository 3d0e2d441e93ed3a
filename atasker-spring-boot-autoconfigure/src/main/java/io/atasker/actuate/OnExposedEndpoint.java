package io.atasker.actuate;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;

/**
 * Matches when one of our endpoints can be reached over HTTP.
 */
class OnExposedEndpoint extends AnyNestedCondition {

	OnExposedEndpoint() {
		super(ConfigurationPhase.REGISTER_BEAN);
	}

	@ConditionalOnAvailableEndpoint(endpoint = WorkersEndpoint.class, exposure = EndpointExposure.WEB)
	static class Workers {

	}

	@ConditionalOnAvailableEndpoint(endpoint = SupervisorsEndpoint.class, exposure = EndpointExposure.WEB)
	static class Supervisors {

	}

}
