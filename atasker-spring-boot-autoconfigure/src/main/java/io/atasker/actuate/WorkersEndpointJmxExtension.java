package io.atasker.actuate;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.jmx.annotation.EndpointJmxExtension;

/**
 * Workers over JMX: one operation for each action, with nothing but text, as consoles
 * want it. Whoever may use JMX passes for every control role.
 */
@EndpointJmxExtension(endpoint = WorkersEndpoint.class)
public class WorkersEndpointJmxExtension {

	private final WorkerActions actions;

	private final ItemText items;

	/**
	 * Makes the extension.
	 * @param endpoint what it extends
	 * @param showItems whether to show items
	 */
	public WorkersEndpointJmxExtension(WorkersEndpoint endpoint, boolean showItems) {
		this.actions = endpoint.actions();
		this.items = ItemText.shownIf(showItems);
	}

	/**
	 * Lists the last executions.
	 * @param worker the worker
	 * @return newest first
	 */
	@ReadOperation
	public ExecutionsDescriptor executions(String worker) {
		return JmxAnswer.of(() -> (ExecutionsDescriptor) this.actions.describe(worker, "executions", this.items));
	}

	/**
	 * Shows where current executions are in their code.
	 * @param worker the worker
	 * @return their stacks
	 */
	@ReadOperation
	public StackDescriptor stack(String worker) {
		return JmxAnswer.of(() -> (StackDescriptor) this.actions.describe(worker, "stack", this.items));
	}

	/**
	 * Lists dead letters.
	 * @param worker the worker
	 * @return newest first
	 */
	@ReadOperation
	public DeadLettersDescriptor deadletters(String worker) {
		return JmxAnswer.of(() -> (DeadLettersDescriptor) this.actions.describe(worker, "deadletters", this.items));
	}

	/**
	 * Starts a worker.
	 * @param worker the worker
	 * @return what became of it
	 */
	@WriteOperation
	public String start(String worker) {
		return act(worker, WorkerAction.START, Arguments.NONE);
	}

	/**
	 * Starts a worker with options.
	 * @param worker the worker
	 * @param options a JSON object with the keys that start takes over HTTP
	 * @return what became of it
	 */
	@WriteOperation
	public String startWith(String worker, String options) {
		return perform(worker, WorkerAction.START.text(), options);
	}

	/**
	 * Does any action with all the options that it takes over HTTP.
	 * @param worker the worker
	 * @param action the action: start, stop, restart, trigger, put, cancel, redrive,
	 * purge
	 * @param options a JSON object with the keys that the action takes over HTTP
	 * @return what became of it
	 */
	@WriteOperation
	public String perform(String worker, String action, @Nullable String options) {
		return JmxAnswer
			.of(() -> this.actions.act(worker, action, Arguments.ofJson("options", options), Caller.JMX).toText());
	}

	/**
	 * Changes or resets settings with all that HTTP takes.
	 * @param worker the worker
	 * @param settings a JSON object with the keys that HTTP takes
	 * @return what became of it
	 */
	@WriteOperation
	public String change(String worker, String settings) {
		return changed(worker, Arguments.ofJson("settings", settings));
	}

	/**
	 * Stops a worker, waiting for five seconds at most.
	 * @param worker the worker
	 * @return what became of it
	 */
	@WriteOperation
	public String stop(String worker) {
		return act(worker, WorkerAction.STOP, Arguments.NONE);
	}

	/**
	 * Restarts a worker.
	 * @param worker the worker
	 * @return what became of it
	 */
	@WriteOperation
	public String restart(String worker) {
		return act(worker, WorkerAction.RESTART, Arguments.NONE);
	}

	/**
	 * Triggers a worker.
	 * @param worker the worker
	 * @return what became of it
	 */
	@WriteOperation
	public String trigger(String worker) {
		return act(worker, WorkerAction.TRIGGER, Arguments.NONE);
	}

	/**
	 * Puts an item.
	 * @param worker the worker
	 * @param item the item: text, or JSON
	 * @return what became of it
	 */
	@WriteOperation
	public String put(String worker, String item) {
		return act(worker, WorkerAction.PUT, Arguments.of("item", item));
	}

	/**
	 * Cancels current executions.
	 * @param worker the worker
	 * @return what became of it
	 */
	@WriteOperation
	public String cancel(String worker) {
		return act(worker, WorkerAction.CANCEL, Arguments.NONE);
	}

	/**
	 * Puts all dead letters back into the queue.
	 * @param worker the worker
	 * @return what became of it
	 */
	@WriteOperation
	public String redrive(String worker) {
		return act(worker, WorkerAction.REDRIVE, Arguments.NONE);
	}

	/**
	 * Forgets all dead letters.
	 * @param worker the worker
	 * @return what became of it
	 */
	@WriteOperation
	public String purge(String worker) {
		return act(worker, WorkerAction.PURGE, Arguments.NONE);
	}

	/**
	 * Changes a setting.
	 * @param worker the worker
	 * @param key the setting
	 * @param value its value
	 * @return what became of it
	 */
	@WriteOperation
	public String set(String worker, String key, String value) {
		return changed(worker, Arguments.of(key, value));
	}

	/**
	 * Brings configured settings back.
	 * @param worker the worker
	 * @param keys names of settings with commas between them, nothing for all
	 * @return what became of it
	 */
	@WriteOperation
	public String reset(String worker, @Nullable String keys) {
		return changed(worker, Arguments.of(SettingsReader.RESET, (keys != null) ? keys : "all"));
	}

	private String act(String worker, WorkerAction action, Arguments arguments) {
		return JmxAnswer.of(() -> this.actions.act(worker, action.text(), arguments, Caller.JMX).toText());
	}

	private String changed(String worker, Arguments arguments) {
		return JmxAnswer.of(() -> this.actions.change(worker, arguments, Caller.JMX).toText());
	}

}
