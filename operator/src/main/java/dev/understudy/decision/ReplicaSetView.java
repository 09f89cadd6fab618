package dev.understudy.decision;

import java.util.Optional;

/**
 * The ReplicaSet of one revision.
 *
 * @param replicas how many pods it was told to keep
 * @param refusal why it cannot make pods, in the API server's words
 */
public record ReplicaSetView(String revision, int replicas, Optional<String> refusal) {}
