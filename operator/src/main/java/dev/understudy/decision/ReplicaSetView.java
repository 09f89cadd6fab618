package dev.understudy.decision;

import java.util.Optional;

/**
 * The ReplicaSet of one revision.
 *
 * @param replicas how many pods it was told to keep
 * @param version of the object, which moves with its status too
 * @param refusal why it cannot make pods, in the API server's words
 */
public record ReplicaSetView(
    String revision, int replicas, String version, Optional<String> refusal) {}
