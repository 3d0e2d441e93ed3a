package io.atasker.actuate;

/**
 * All that came with a write over HTTP. One object, since the keys are many, one of them
 * is no name that Java takes, and those that mean nothing must be seen to be refused.
 *
 * @param arguments what came in body and query
 * @param caller who sent it
 */
record OperationRequest(Arguments arguments, Caller caller) {

}
