/** A small HTTP/1.1 server, so that the sample image needs nothing but {@code java.base}. */
@NullMarked
package dev.understudy.http;

import org.jspecify.annotations.NullMarked;
