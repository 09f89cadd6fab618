/** From caches and a monotonic clock to an observation. Reads, never writes. */
@NullMarked
package dev.understudy.observe;

import org.jspecify.annotations.NullMarked;
