package dev.understudy.simulation;

/** What the API server says to a write. */
enum Answer {
  ACCEPTED,
  CONFLICT,
  NOT_FOUND
}
