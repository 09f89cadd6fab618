package dev.understudy.detect;

/**
 * Whom to ask, again and again, whether it answers in time.
 *
 * @param service whose member it is: namespace and name
 * @param member its id, which no other pod ever has
 */
public record DeadlineProbe(String service, String member, Question question) {}
