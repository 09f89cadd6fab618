package dev.understudy.decision;

/**
 * An order to declare again what an old revision was made from.
 *
 * @param words as they stand in the annotation: a number, or {@code previous}
 * @param version of the HAService, which the answer depends on
 */
public record Undo(String words, String version) {}
