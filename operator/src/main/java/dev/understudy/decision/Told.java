package dev.understudy.decision;

/**
 * What a pod was told last of its part.
 *
 * @param epoch at which it was told that; it never falls, so that what is older is not told any
 *     more
 */
public record Told(Role role, long epoch) {
  public static final Told NOTHING = new Told(new Role.None(), 0);

  public Told {
    if (epoch < 0) {
      throw new IllegalArgumentException("told at epoch " + epoch);
    }
  }
}
