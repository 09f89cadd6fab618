package dev.understudy.decision;

/**
 * Why no members can be made, or had, as they are declared; those that are there go on.
 *
 * @param sentence that says what to do
 */
public record Flaw(Reason reason, String sentence) {}
