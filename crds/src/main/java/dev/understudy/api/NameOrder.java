package dev.understudy.api;

/** Order of members by the names of their pods. */
public enum NameOrder {
  /** orders-0 before orders-1. */
  Ascending,
  /** orders-1 before orders-0. */
  Descending
}
