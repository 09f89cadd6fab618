/** The service that stories, demo and benchmarks keep available. */
@NullMarked
package dev.understudy.sample;

import org.jspecify.annotations.NullMarked;
