/**
 * Tests of applications that have workers: time that is moved by hand, a fixture that
 * runs what is due, assertions, and a test slice.
 */
@NullMarked
package io.atasker.test;

import org.jspecify.annotations.NullMarked;
