package dev.understudy.observe;

import java.time.Duration;
import java.util.Optional;

/**
 * A Lease that the workload keeps, as this process has watched it.
 *
 * @param record what it says; empty if there is none
 * @param unchangedFor how long it has been seen to say that, by our own clock
 * @param changed whether it was seen to change at all
 */
public record Watched(Optional<LeaseRecord> record, Duration unchangedFor, boolean changed) {}
