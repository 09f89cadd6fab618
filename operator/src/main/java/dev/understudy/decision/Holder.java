package dev.understudy.decision;

/** Whom a Lease that the workload keeps names. */
public sealed interface Holder {
  /** It is vacant. */
  record Nobody() implements Holder {}

  /** A member. */
  record Of(MemberId member) implements Holder {}

  /**
   * A pod of this service that is there no more.
   *
   * @param identity as the workload wrote it
   */
  record Gone(String identity) implements Holder {}

  /**
   * No member, and no former one.
   *
   * @param identity as the workload wrote it
   */
  record Stranger(String identity) implements Holder {}
}
