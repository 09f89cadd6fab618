/** The operator: observe, decide, execute, report. */
@NullMarked
package dev.understudy;

import org.jspecify.annotations.NullMarked;
