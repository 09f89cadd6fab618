package dev.understudy.decision;

/** Who makes the pods of a service, and takes them away. */
public enum Maker {
  /** From the declared template. */
  UNDERSTUDY("template"),
  /** By way of ReplicaSets, which delete pods in the order that their deletion cost gives. */
  DEPLOYMENT("Deployment"),
  /** One after another, by their number. */
  STATEFUL_SET("StatefulSet");

  private final String word;

  Maker(String word) {
    this.word = word;
  }

  /** As Kubernetes calls it. */
  public String word() {
    return word;
  }

  /** Somebody else, who was there before. */
  public boolean isAdopted() {
    return this != UNDERSTUDY;
  }
}
