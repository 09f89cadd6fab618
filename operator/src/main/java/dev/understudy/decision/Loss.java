package dev.understudy.decision;

/** What members share, and lose together. */
public enum Loss {
  NODE,
  ZONE
}
