/** Pure: what is declared, as Kubernetes objects. */
@NullMarked
package dev.understudy.manifest;

import org.jspecify.annotations.NullMarked;
