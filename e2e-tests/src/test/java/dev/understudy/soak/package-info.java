/** Faults at random against services with a register, and whether their histories are right. */
@NullMarked
package dev.understudy.soak;

import org.jspecify.annotations.NullMarked;
