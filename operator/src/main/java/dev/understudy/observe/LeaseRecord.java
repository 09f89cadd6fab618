package dev.understudy.observe;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * What a keeper writes into its Lease. The times are another machine's: they are compared with what
 * they were before, and with nothing else.
 *
 * @param holder empty if vacant
 * @param duration how long it holds if it is not renewed
 */
record LeaseRecord(
    String holder,
    Optional<ZonedDateTime> acquired,
    Optional<ZonedDateTime> renewed,
    long transitions,
    Duration duration) {
  /** Where the keeper gives none: what client-go and Fabric8 take if they are told nothing. */
  private static final int DEFAULT_SECONDS = 15;

  /** More than any election counts; the epoch of the Service must have room above it. */
  private static final int MOST_TRANSITIONS = 1 << 30;

  static LeaseRecord of(Lease lease) {
    LeaseSpec spec = Optional.ofNullable(lease.getSpec()).orElseGet(LeaseSpec::new);
    return new LeaseRecord(
        Optional.ofNullable(spec.getHolderIdentity()).orElse(""),
        Optional.ofNullable(spec.getAcquireTime()),
        Optional.ofNullable(spec.getRenewTime()),
        Math.clamp(Optional.ofNullable(spec.getLeaseTransitions()).orElse(0), 0, MOST_TRANSITIONS),
        Duration.ofSeconds(
            Optional.ofNullable(spec.getLeaseDurationSeconds())
                .filter(seconds -> seconds > 0)
                .orElse(DEFAULT_SECONDS)));
  }

  /** Whether the two differ in nothing but when they were renewed. */
  boolean isRenewalOf(LeaseRecord other) {
    return holder.equals(other.holder)
        && transitions == other.transitions
        && duration.equals(other.duration);
  }
}
