package dev.understudy.load;

import java.io.IOException;

/** A request got no answer. */
final class FailedException extends Exception {

  private static final long serialVersionUID = 1;

  private final Failure failure;

  FailedException(Failure failure, IOException cause) {
    super(cause);
    this.failure = failure;
  }

  Failure failure() {
    return failure;
  }
}
