package dev.understudy.decision;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** A member that is like another but for what is said. */
public final class MemberBuilder {
  private final Member like;
  private MemberId id;
  private String version;
  private Place place;
  private Set<Ineligibility> why;
  private boolean stopped;
  private boolean answers;
  private Marking marking;
  private int rank;
  private Duration readyFor;

  private MemberBuilder(Member like) {
    this.like = like;
    id = like.id();
    version = like.version();
    place = like.place();
    why = EnumSet.noneOf(Ineligibility.class);
    why.addAll(like.ineligibilities());
    stopped = like.stopped();
    answers = like.answers();
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
            Given.POD_VERSION,
            revision,
            new Place("node", "", false),
            Set.of(),
            false,
            true,
            new Marking(0, false, Told.NOTHING, Rotation.IN),
            0,
            Duration.ofMinutes(1)));
  }

  public MemberBuilder id(MemberId value) {
    id = value;
    return this;
  }

  public MemberBuilder version(String value) {
    version = value;
    return this;
  }

  public MemberBuilder node(String name) {
    place = new Place(name, place.zone(), place.cordoned());
    return this;
  }

  public MemberBuilder zone(String name) {
    place = new Place(place.node(), name, place.cordoned());
    return this;
  }

  public MemberBuilder cordoned(boolean cordoned) {
    place = new Place(place.node(), place.zone(), cordoned);
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
    marking = new Marking(value, marking.held(), marking.told(), marking.rotation());
    return this;
  }

  public MemberBuilder held(boolean held) {
    marking = new Marking(marking.deletionCost(), held, marking.told(), marking.rotation());
    return this;
  }

  public MemberBuilder told(Role role, long epoch) {
    marking =
        new Marking(
            marking.deletionCost(), marking.held(), new Told(role, epoch), marking.rotation());
    return this;
  }

  public MemberBuilder rotation(Rotation value) {
    marking = new Marking(marking.deletionCost(), marking.held(), marking.told(), value);
    return this;
  }

  public MemberBuilder answers(boolean value) {
    answers = value;
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
        id,
        like.pod(),
        like.uid(),
        version,
        like.revision(),
        place,
        why,
        stopped,
        answers,
        marking,
        rank,
        readyFor);
  }
}
