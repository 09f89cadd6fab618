package dev.understudy.api;

/** How soon the loss of a member is believed. */
public enum Detection {
  /** A silent node after 3 s, a hang after 1 s; a network that loses packets may look like one. */
  Fast,
  /** Each after 7 s. */
  Balanced,
  /** Each after about 20 s. */
  Tolerant
}
