/**
 * The one source of time that every part of the engine reads, so that tests can move it
 * by hand.
 */
@NullMarked
package io.atasker.time;

import org.jspecify.annotations.NullMarked;
