package dev.understudy.decision;

/** Whom the Service selects. */
public sealed interface Route {
  /** One member, by the label that only it carries. */
  record ToOne(MemberId member) implements Route {}

  /** Every ready member. */
  record ToAll() implements Route {}

  /** Nobody: a member that does not exist. */
  record Closed() implements Route {}

  /** Something that Understudy did not write. */
  record Foreign() implements Route {}
}
