package dev.understudy.load;

import java.time.Instant;

/**
 * What one member answered with success.
 *
 * @param first when its first answer was received
 * @param last when its last answer was received
 */
public record Answers(String pod, Instant first, Instant last, int count) {}
