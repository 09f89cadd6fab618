/**
 * What to do. Pure: the same observation gives the same decision. Depends on the JDK alone, and on
 * nothing of it that has a clock, a thread, chance or the outside world.
 */
@NullMarked
package dev.understudy.decision;

import org.jspecify.annotations.NullMarked;
