package io.atasker.worker;

/**
 * A worker that runs when it is triggered.
 */
public interface BackgroundEventWorker extends TriggerableWorker {

}
