package dev.understudy.decision;

import java.time.Duration;
import java.util.Optional;

/** A policy that is like another but for what is said. */
public final class PolicyBuilder {
  private Mode mode;
  private Maker maker;
  private int replicas;
  private Succession succession;
  private Update update;
  private Optional<Loss> survive;
  private String revision;
  private Optional<Flaw> flaw;
  private Optional<String> forbidden;
  private boolean portsDeclared;
  private Optional<Order> order;
  private Optional<Undo> undo;
  private boolean paused;
  private boolean deleting;

  private PolicyBuilder(Policy like) {
    mode = like.mode();
    maker = like.maker();
    replicas = like.replicas();
    succession = like.succession();
    update = like.update();
    survive = like.survive();
    revision = like.revision();
    flaw = like.flaw();
    forbidden = like.forbidden();
    portsDeclared = like.servicePortsDeclared();
    order = like.order();
    undo = like.undo();
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
            Maker.UNDERSTUDY,
            replicas,
            new Succession(
                WhenNoCandidate.HOLD_LAST,
                Fencing.NONE,
                Keeper.OPERATOR,
                Failback.NEVER,
                Handover.OVERLAP,
                Hooks.NONE),
            Update.AT_ONCE,
            Optional.empty(),
            revision,
            Optional.empty(),
            Optional.empty(),
            true,
            Optional.empty(),
            Optional.empty(),
            false,
            false));
  }

  public PolicyBuilder mode(Mode value) {
    mode = value;
    return this;
  }

  /** Its newest revision is not known. */
  public PolicyBuilder adopted(Maker who) {
    maker = who;
    revision = "";
    return this;
  }

  /** Of a workload that was adopted, and says so. */
  public PolicyBuilder newest(String value) {
    revision = value;
    return this;
  }

  /** The workload cannot be adopted. */
  public PolicyBuilder unfit(String sentence) {
    flaw = Optional.of(new Flaw(Reason.WorkloadUnfit, sentence));
    return this;
  }

  public PolicyBuilder forbidden(String sentence) {
    forbidden = Optional.of(sentence);
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

  public PolicyBuilder survive(Loss what) {
    survive = Optional.of(what);
    return this;
  }

  public PolicyBuilder revision(String value) {
    revision = value;
    flaw = Optional.empty();
    return this;
  }

  public PolicyBuilder flaw(String sentence) {
    revision = "";
    flaw = Optional.of(new Flaw(Reason.TemplateUnreadable, sentence));
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

  public PolicyBuilder undo(Optional<Undo> value) {
    undo = value;
    return this;
  }

  public PolicyBuilder trial(Duration how) {
    update = new Update(how, update.paused(), update.history());
    return this;
  }

  public PolicyBuilder updatePaused(boolean value) {
    update = new Update(update.trial(), value, update.history());
    return this;
  }

  public PolicyBuilder history(int value) {
    update = new Update(update.trial(), update.paused(), value);
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
        mode,
        maker,
        replicas,
        succession,
        update,
        survive,
        revision,
        flaw,
        forbidden,
        portsDeclared,
        order,
        undo,
        paused,
        deleting);
  }
}
