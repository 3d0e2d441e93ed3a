package io.atasker.process;

/**
 * Makes children, and threads to do so.
 */
interface ChildSource {

	Child launch() throws Exception;

	Thread thread(Runnable work);

}
