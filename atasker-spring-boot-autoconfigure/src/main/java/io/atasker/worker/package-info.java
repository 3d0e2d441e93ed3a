/**
 * Background workers: what starts their executions, their life cycle and the handles that
 * control them.
 */
@NullMarked
package io.atasker.worker;

import org.jspecify.annotations.NullMarked;
