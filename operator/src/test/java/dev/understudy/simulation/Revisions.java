package dev.understudy.simulation;

/** Revisions of the template. Some make pods that never become ready. */
final class Revisions {
  private static final String BROKEN = "bad";

  private Revisions() {}

  static String make(int number, boolean broken) {
    return (broken ? BROKEN : "f") + number;
  }

  static boolean isBroken(String revision) {
    return revision.startsWith(BROKEN);
  }
}
