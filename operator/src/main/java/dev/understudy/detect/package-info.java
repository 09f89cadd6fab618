/**
 * Idle connections to members, and what they show sooner than the API does. What follows from it is
 * decided elsewhere.
 */
@NullMarked
package dev.understudy.detect;

import org.jspecify.annotations.NullMarked;
