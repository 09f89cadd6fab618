package dev.understudy.api;

/** What members share, and lose together. */
public enum Loss {
  Node,
  /** The nodes of one value of the label topology.kubernetes.io/zone. */
  Zone
}
