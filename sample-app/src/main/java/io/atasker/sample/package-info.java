/**
 * An application that shows each kind of worker at work.
 */
@NullMarked
package io.atasker.sample;

import org.jspecify.annotations.NullMarked;
