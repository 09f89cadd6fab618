package dev.understudy.observe;

import dev.understudy.decision.MemberId;

/**
 * What the API server itself says, asked now: a cache may be behind, and what is not in it may be
 * there.
 */
public interface Witness {
  /** Whether the pod of this member is no more. */
  boolean isGone(MemberId member);

  /** Whether there is a pod of this member that the caches are to show, sooner or later. */
  boolean isThere(MemberId member);

  /** Whether the node is tainted as out of service: what ran there has stopped. */
  boolean isOutOfService(String node);
}
