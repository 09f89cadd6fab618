package dev.understudy.decision;

import java.util.Optional;

/**
 * The ReplicaSet of one revision.
 *
 * @param replicas how many pods it was told to keep
 * @param version of the object, which moves with its status too
 * @param refusal why it cannot make pods, in the API server's words
 * @param number of the revision among those of this service; 0 if it was never given one
 */
public record ReplicaSetView(
    String revision, int replicas, String version, Optional<String> refusal, int number) {
  public ReplicaSetView(String revision, int replicas, String version, Optional<String> refusal) {
    this(revision, replicas, version, refusal, 0);
  }
}
