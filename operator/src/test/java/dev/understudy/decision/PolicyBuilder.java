package dev.understudy.decision;

import java.util.Optional;

/** A policy that is like another but for what is said. */
public final class PolicyBuilder {
  private Mode mode;
  private int replicas;
  private Succession succession;
  private String revision;
  private Optional<String> flaw;
  private boolean portsDeclared;
  private Optional<Order> order;
  private boolean paused;
  private boolean deleting;

  private PolicyBuilder(Policy like) {
    mode = like.mode();
    replicas = like.replicas();
    succession = like.succession();
    revision = like.revision();
    flaw = like.flaw();
    portsDeclared = like.servicePortsDeclared();
    order = like.order();
    paused = like.paused();
    deleting = like.deleting();
  }

  public static PolicyBuilder like(Policy policy) {
    return new PolicyBuilder(policy);
  }

  /** What is not declared has its default. */
  public static PolicyBuilder of(Mode mode, int replicas, String revision) {
    return like(
        new Policy(
            mode,
            replicas,
            new Succession(
                WhenNoCandidate.HOLD_LAST,
                Fencing.NONE,
                Keeper.OPERATOR,
                Failback.NEVER,
                Handover.OVERLAP,
                Hooks.NONE),
            revision,
            Optional.empty(),
            true,
            Optional.empty(),
            false,
            false));
  }

  public PolicyBuilder mode(Mode value) {
    mode = value;
    return this;
  }

  public PolicyBuilder replicas(int value) {
    replicas = value;
    return this;
  }

  public PolicyBuilder whenNoCandidate(WhenNoCandidate what) {
    Succession now = succession;
    succession =
        new Succession(
            what, now.fencing(), now.keeper(), now.failback(), now.handover(), now.hooks());
    return this;
  }

  public PolicyBuilder fencing(Fencing what) {
    Succession now = succession;
    succession =
        new Succession(
            now.whenNoCandidate(), what, now.keeper(), now.failback(), now.handover(), now.hooks());
    return this;
  }

  public PolicyBuilder keeper(Keeper who) {
    Succession now = succession;
    succession =
        new Succession(
            now.whenNoCandidate(), now.fencing(), who, now.failback(), now.handover(), now.hooks());
    return this;
  }

  public PolicyBuilder failback(Failback when) {
    Succession now = succession;
    succession =
        new Succession(
            now.whenNoCandidate(), now.fencing(), now.keeper(), when, now.handover(), now.hooks());
    return this;
  }

  public PolicyBuilder handover(Handover how) {
    Succession now = succession;
    succession =
        new Succession(
            now.whenNoCandidate(), now.fencing(), now.keeper(), now.failback(), how, now.hooks());
    return this;
  }

  public PolicyBuilder hooks(Hooks which) {
    Succession now = succession;
    succession =
        new Succession(
            now.whenNoCandidate(),
            now.fencing(),
            now.keeper(),
            now.failback(),
            now.handover(),
            which);
    return this;
  }

  public PolicyBuilder revision(String value) {
    revision = value;
    flaw = Optional.empty();
    return this;
  }

  public PolicyBuilder flaw(String sentence) {
    revision = "";
    flaw = Optional.of(sentence);
    return this;
  }

  public PolicyBuilder withoutPorts() {
    portsDeclared = false;
    return this;
  }

  public PolicyBuilder order(Optional<Order> value) {
    order = value;
    return this;
  }

  public PolicyBuilder paused() {
    paused = true;
    return this;
  }

  public PolicyBuilder unpaused() {
    paused = false;
    return this;
  }

  public PolicyBuilder deleting() {
    deleting = true;
    return this;
  }

  public Policy build() {
    return new Policy(
        mode, replicas, succession, revision, flaw, portsDeclared, order, paused, deleting);
  }
}
