/** Builds the image's AOT cache. Not part of the operator, nor on its class path. */
@NullMarked
package dev.understudy.training;

import org.jspecify.annotations.NullMarked;
