/** The custom resource {@code HAService}, as plain data. No behaviour. */
@NullMarked
package dev.understudy.api;

import org.jspecify.annotations.NullMarked;
