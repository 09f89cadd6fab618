package dev.understudy.soak;

/** What became of one service: the epochs that began, what its register counted, its history. */
public record Outcome(long epochs, Counts counts, Verdict verdict) {}
