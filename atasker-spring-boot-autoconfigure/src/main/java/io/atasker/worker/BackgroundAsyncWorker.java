package io.atasker.worker;

/**
 * A continuous worker whose executor is asynchronous: it is called on an event loop and
 * launched again when its stage has completed.
 */
public interface BackgroundAsyncWorker extends BackgroundWorker {

}
