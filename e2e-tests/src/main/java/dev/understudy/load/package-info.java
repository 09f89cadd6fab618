/** The load client, and what its records say about a service's availability. */
@NullMarked
package dev.understudy.load;

import org.jspecify.annotations.NullMarked;
