/** From a decision to conditions, Events and metrics. */
@NullMarked
package dev.understudy.report;

import org.jspecify.annotations.NullMarked;
