package dev.understudy.simulation;

/** Thrown where a guarantee breaks. */
final class Violation extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Guarantee guarantee;

  Violation(Guarantee guarantee, String how) {
    super(guarantee + " (" + guarantee.sentence() + "): " + how);
    this.guarantee = guarantee;
  }

  Guarantee guarantee() {
    return guarantee;
  }

  /** Found by the million when bugs are hunted: nobody looks at where. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
