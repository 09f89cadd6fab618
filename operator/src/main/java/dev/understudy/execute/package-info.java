/**
 * From an action to one conditional write; in order, and no further than the first that is refused.
 */
@NullMarked
package dev.understudy.execute;

import org.jspecify.annotations.NullMarked;
