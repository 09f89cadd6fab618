package dev.understudy.decision;

/**
 * Who is to lead, and why.
 *
 * @param because why, as a clause
 */
record Promotion(Member to, Reason reason, String because) {}
