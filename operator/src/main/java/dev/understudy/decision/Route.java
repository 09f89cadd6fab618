package dev.understudy.decision;

import java.util.Optional;

/** Whom the Service selects. */
public sealed interface Route {
  /** The one member that it is open to. */
  default Optional<MemberId> one() {
    return this instanceof ToOne one ? Optional.of(one.member()) : Optional.empty();
  }

  /** One member, by the label that only it carries. */
  record ToOne(MemberId member) implements Route {}

  /** Every ready member. */
  record ToAll() implements Route {}

  /** Nobody: a member that does not exist. */
  record Closed() implements Route {}

  /** Something that Understudy did not write. */
  record Foreign() implements Route {}
}
