package io.atasker.worker;

/**
 * A worker that can be told to run now.
 */
public interface TriggerableWorker extends BackgroundWorker {

	/**
	 * Asks for a run that begins after this call. Never lost: an idle worker begins one;
	 * during a run exactly one more follows, however many triggers came. Within a
	 * transaction it takes effect after the commit. Before the first automatic start one
	 * trigger is remembered.
	 * @return what becomes of it
	 */
	TriggerResult trigger();

	/**
	 * Asks for a run unless the worker is running or about to. The original's trigger.
	 * @return what becomes of it
	 */
	TriggerResult triggerIfIdle();

}
