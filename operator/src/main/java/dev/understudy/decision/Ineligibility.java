package dev.understudy.decision;

/** Why a member may not lead. The strongest cause stands first: it is the one reported. */
public enum Ineligibility {
  DELETED("is being deleted"),
  EVICTED("is being evicted"),
  TERMINATED("has a container that terminated"),
  REFUSES("refuses connections"),
  SILENT("does not answer, nor does the kubelet of its node"),
  HANGS("accepts connections and does not answer in time"),
  NODE_NOT_READY("is on a node that is not ready"),
  NOT_READY("is not ready"),
  UNLABELLED("does not carry its member label yet");

  private final String sentence;

  Ineligibility(String sentence) {
    this.sentence = sentence;
  }

  /** A fault of the member or of its node; else somebody takes its pod away. */
  public boolean isFailure() {
    return this != DELETED && this != EVICTED;
  }

  /** Our own connection says so: known before Kubernetes knows, and takes traffic until then. */
  public boolean isLoss() {
    return switch (this) {
      case REFUSES, SILENT, HANGS -> true;
      case DELETED, EVICTED, TERMINATED, NODE_NOT_READY, NOT_READY, UNLABELLED -> false;
    };
  }

  /** What follows the name of the member in a sentence. */
  public String sentence() {
    return sentence;
  }
}
