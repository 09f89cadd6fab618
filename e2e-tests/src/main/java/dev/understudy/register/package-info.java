/**
 * A register behind a service of one leader, and clients that write down what they did: whether
 * their history is linearizable tells whether two members led at the same time.
 */
@NullMarked
package dev.understudy.register;

import org.jspecify.annotations.NullMarked;
