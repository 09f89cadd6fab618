package dev.understudy.decision;

/**
 * What the user declared, validated and with its defaults filled in.
 *
 * @param revision newest revision of the template
 * @param servicePortsDeclared whether a Service could be created
 */
public record Policy(
    Mode mode,
    int replicas,
    WhenNoCandidate whenNoCandidate,
    String revision,
    boolean servicePortsDeclared,
    boolean paused,
    boolean deleting) {
  public Policy {
    if (replicas < 0) {
      throw new IllegalArgumentException("replicas " + replicas);
    }
  }
}
