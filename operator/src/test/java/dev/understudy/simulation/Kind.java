package dev.understudy.simulation;

/** Kinds of objects. Each has its own watch, and so its own lag. */
enum Kind {
  DECLARATION,
  LEASE,
  KEPT_LEASE,
  SERVICE,
  POD,
  REPLICA_SET,
  NODE
}
