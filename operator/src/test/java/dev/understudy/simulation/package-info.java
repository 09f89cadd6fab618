/**
 * The real decisions in a simulated cluster: virtual time, one thread, everything by chance from
 * one seed. {@link dev.understudy.simulation.Simulation} puts the parts together; {@link
 * dev.understudy.simulation.Guarantees} says what must hold after every event.
 */
@NullMarked
package dev.understudy.simulation;

import org.jspecify.annotations.NullMarked;
