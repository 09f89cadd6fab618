package dev.understudy.decision;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** An observation that is like another but for what is said. */
public final class ObservationBuilder {
  private final Observation like;
  private Policy policy;
  private ServiceView service;
  private LeaseView lease;
  private List<Member> members;
  private List<Duration> failovers;
  private Testimony testimony;
  private BudgetView budgets;
  private StandbysView standbys;

  private ObservationBuilder(Observation like) {
    this.like = like;
    policy = like.policy();
    service = like.service();
    lease = like.lease();
    members = like.members();
    failovers = like.failovers();
    testimony = like.testimony();
    budgets = like.budgets();
    standbys = like.standbys();
  }

  public static ObservationBuilder like(Observation seen) {
    return new ObservationBuilder(seen);
  }

  public ObservationBuilder policy(UnaryOperator<PolicyBuilder> how) {
    policy = how.apply(PolicyBuilder.like(policy)).build();
    return this;
  }

  public ObservationBuilder service(ServiceView value) {
    service = value;
    return this;
  }

  public ObservationBuilder lease(LeaseView value) {
    lease = value;
    return this;
  }

  /** Its Lease, if it is ours, says so of it. */
  public ObservationBuilder trial(Trial value) {
    if (lease instanceof LeaseView.Ours ours) {
      lease =
          new LeaseView.Ours(
              ours.holder(), ours.epoch(), ours.version(), ours.last(), ours.fencing(), value);
    }
    return this;
  }

  /** Each of them. */
  public ObservationBuilder members(UnaryOperator<MemberBuilder> how) {
    members = members.stream().map(it -> how.apply(MemberBuilder.like(it)).build()).toList();
    return this;
  }

  public ObservationBuilder failovers(UnaryOperator<List<Duration>> how) {
    failovers = how.apply(failovers);
    return this;
  }

  public ObservationBuilder testimony(Testimony value) {
    testimony = value;
    return this;
  }

  public ObservationBuilder standbys(StandbysView value) {
    standbys = value;
    return this;
  }

  public ObservationBuilder budgets(BudgetView value) {
    budgets = value;
    return this;
  }

  public Observation build() {
    return new Observation(
        policy,
        service,
        lease,
        members,
        like.replicaSets(),
        like.impostors(),
        testimony,
        failovers,
        budgets,
        standbys);
  }
}
