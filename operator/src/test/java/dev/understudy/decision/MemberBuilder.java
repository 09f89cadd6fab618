package dev.understudy.decision;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** A member that is like another but for what is said. */
public final class MemberBuilder {
  private final Member like;
  private MemberId id;
  private Place place;
  private Set<Ineligibility> why;
  private boolean stopped;
  private Marking marking;
  private int rank;
  private Duration readyFor;

  private MemberBuilder(Member like) {
    this.like = like;
    id = like.id();
    place = like.place();
    why = EnumSet.noneOf(Ineligibility.class);
    why.addAll(like.ineligibilities());
    stopped = like.stopped();
    marking = like.marking();
    rank = like.rank();
    readyFor = like.readyFor();
  }

  public static MemberBuilder like(Member member) {
    return new MemberBuilder(member);
  }

  /** May lead, was ready for a minute, on a node called node. */
  public static MemberBuilder pod(String pod, String revision) {
    return like(
        new Member(
            Given.id(pod),
            pod,
            Given.uid(pod),
            revision,
            new Place("node", false),
            Set.of(),
            false,
            new Marking(0, false),
            0,
            Duration.ofMinutes(1)));
  }

  public MemberBuilder id(MemberId value) {
    id = value;
    return this;
  }

  public MemberBuilder node(String name) {
    place = new Place(name, place.cordoned());
    return this;
  }

  public MemberBuilder cordoned(boolean cordoned) {
    place = new Place(place.node(), cordoned);
    return this;
  }

  public MemberBuilder with(Ineligibility added) {
    why.add(added);
    return this;
  }

  public MemberBuilder without(Ineligibility removed) {
    why.remove(removed);
    return this;
  }

  public MemberBuilder why(Set<Ineligibility> all) {
    why = all;
    return this;
  }

  public MemberBuilder deletionCost(int value) {
    marking = new Marking(value, marking.held());
    return this;
  }

  public MemberBuilder held(boolean held) {
    marking = new Marking(marking.deletionCost(), held);
    return this;
  }

  public MemberBuilder stopped(boolean value) {
    stopped = value;
    return this;
  }

  public MemberBuilder rank(int value) {
    rank = value;
    return this;
  }

  public MemberBuilder readyFor(Duration time) {
    readyFor = time;
    return this;
  }

  public Member build() {
    return new Member(
        id, like.pod(), like.uid(), like.revision(), place, why, stopped, marking, rank, readyFor);
  }
}
