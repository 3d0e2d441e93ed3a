/**
 * Warm child JVMs that run static methods, and the way values travel to them and back.
 */
@NullMarked
package io.atasker.process;

import org.jspecify.annotations.NullMarked;
