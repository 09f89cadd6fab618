/** Which of the operator's own replicas may write. */
@NullMarked
package dev.understudy.replicas;

import org.jspecify.annotations.NullMarked;
