package dev.understudy.simulation;

/** An object that a write depends on. */
record Subject(Kind kind, String name) {
  static final Subject LEASE = new Subject(Kind.LEASE, Stored.ONLY);
  static final Subject SERVICE = new Subject(Kind.SERVICE, Stored.ONLY);
  static final Subject DECLARATION = new Subject(Kind.DECLARATION, Stored.ONLY);

  static Subject replicaSet(String revision) {
    return new Subject(Kind.REPLICA_SET, revision);
  }

  static Subject pod(String name) {
    return new Subject(Kind.POD, name);
  }
}
