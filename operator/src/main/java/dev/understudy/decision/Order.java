package dev.understudy.decision;

import java.util.Optional;

/**
 * A switchover that somebody ordered.
 *
 * @param words as they stand in the annotation
 * @param to the pod that is to lead; empty if anybody may
 * @param from the epoch that it ends, written into it when it is taken up, so that it is carried
 *     out once at most; empty before
 * @param version of the HAService, which what is written to the order depends on
 */
public record Order(String words, Optional<String> to, Optional<Long> from, String version) {}
