package io.atasker.actuate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.jmx.annotation.EndpointJmxExtension;

/**
 * Supervisors over JMX.
 */
@EndpointJmxExtension(endpoint = SupervisorsEndpoint.class)
public class SupervisorsEndpointJmxExtension {

	private final SupervisorActions actions;

	/**
	 * Makes the extension.
	 * @param endpoint what it extends
	 */
	public SupervisorsEndpointJmxExtension(SupervisorsEndpoint endpoint) {
		this.actions = endpoint.actions();
	}

	/**
	 * Changes the limits of a supervisor, or brings them back, with all that HTTP takes.
	 * @param supervisor the supervisor
	 * @param limits a JSON object with the keys that HTTP takes
	 * @return what became of it
	 */
	@WriteOperation
	public String change(String supervisor, String limits) {
		return JmxAnswer
			.of(() -> this.actions.resize(supervisor, Arguments.ofJson("limits", limits), Caller.JMX).toText());
	}

	/**
	 * Changes the limits of the threads of a supervisor. What is not given stays.
	 * @param supervisor the supervisor
	 * @param poolSize how many executions may run before a LOW one has to wait
	 * @param reserveNormal how many more NORMAL ones may run
	 * @param reserveHigh how many more than these HIGH ones may run
	 * @return what became of it
	 */
	@WriteOperation
	public String resize(String supervisor, @Nullable String poolSize, @Nullable String reserveNormal,
			@Nullable String reserveHigh) {
		Map<String, @Nullable Object> limits = new LinkedHashMap<>();
		limits.put("poolSize", poolSize);
		limits.put("reserveNormal", reserveNormal);
		limits.put("reserveHigh", reserveHigh);
		return resize(supervisor, limits);
	}

	/**
	 * Changes the limits of the process pool of a supervisor. What is not given stays.
	 * @param supervisor the supervisor
	 * @param processPoolSize how many runs in children may go on before a LOW one has to
	 * wait
	 * @param processPoolReserveNormal how many more NORMAL ones may go on
	 * @param processPoolReserveHigh how many more than these HIGH ones may go on
	 * @return what became of it
	 */
	@WriteOperation
	public String resizeProcessPool(String supervisor, @Nullable String processPoolSize,
			@Nullable String processPoolReserveNormal, @Nullable String processPoolReserveHigh) {
		Map<String, @Nullable Object> limits = new LinkedHashMap<>();
		limits.put("processPoolSize", processPoolSize);
		limits.put("processPoolReserveNormal", processPoolReserveNormal);
		limits.put("processPoolReserveHigh", processPoolReserveHigh);
		return resize(supervisor, limits);
	}

	private String resize(String supervisor, Map<String, @Nullable Object> limits) {
		return JmxAnswer.of(() -> this.actions.resize(supervisor, Arguments.of(limits, Set.of()), Caller.JMX).toText());
	}

}
