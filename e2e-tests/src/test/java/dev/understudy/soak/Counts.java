package dev.understudy.soak;

/**
 * What a register counts; an access is stale at an epoch older than the newest it has seen.
 *
 * @param epoch the newest
 * @param refused stale accesses that it refused
 * @param late stale writes that it accepted, unfenced
 * @param shared accesses at an epoch at which another member had come before
 */
public record Counts(long epoch, long accepted, long refused, long late, long shared) {
  static final Counts NONE = new Counts(0, 0, 0, 0, 0);
}
