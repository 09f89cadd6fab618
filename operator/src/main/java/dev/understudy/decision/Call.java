package dev.understudy.decision;

/**
 * One call of a hook.
 *
 * @param epoch the leadership that begins for the member, or at which its own has ended
 */
public record Call(Hook hook, MemberId member, long epoch) {}
