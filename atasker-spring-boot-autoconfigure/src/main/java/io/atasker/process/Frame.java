package io.atasker.process;

/**
 * One message.
 *
 * @param type see {@link FrameType}
 * @param number the number of the run that it belongs to, 0 if to none
 * @param payload what else it says
 */
record Frame(byte type, long number, Input payload) {

}
