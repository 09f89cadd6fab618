package dev.understudy.decision;

import java.util.List;
import java.util.Optional;

/**
 * One write, or one call, with what it depends on: a write to Lease, Service or ReplicaSet carries
 * the version of the object it was decided on, and is refused if that has changed; what was not
 * seen is created, which is refused if it exists. Of a PodDisruptionBudget only the result matters,
 * and that it is the one that was seen.
 */
public sealed interface Action {
  /** Creates the Service, with its route as it should be from the first moment. */
  record CreateService(Route route, long epoch) implements Action {}

  /** Takes over a Service that exists, keeps its selector aside, and moves its route: one write. */
  record AdoptService(Route route, long epoch, String version) implements Action {}

  /** Moves the route. The one write that changes who takes traffic. */
  record MoveRoute(Route route, long epoch, String version) implements Action {}

  /** Writes down in the Service who may be out of the rotation, before anybody is put out. */
  record ListOut(List<MemberId> members, String version) implements Action {
    public ListOut {
      members = List.copyOf(members);
    }
  }

  /**
   * Puts a member out of the rotation, or back. Refused unless the pod is as it was seen; it always
   * changes the pod, so that what was decided on it before is refused.
   *
   * @param decidedOn the version of the Service whose list this rests on
   */
  record SetRotation(String pod, String uid, String version, Rotation now, String decidedOn)
      implements Action {}

  /**
   * Takes from the pod of a workload that was adopted whatever was set on it.
   *
   * @param costly its deletion cost is among that
   */
  record GiveBackPod(String pod, String uid, boolean costly) implements Action {}

  /** Puts the selector back that an adopted Service had, and lets go of it. */
  record GiveBackService(String version) implements Action {}

  /** Brings ports, type and annotations of the Service to what is declared. */
  record ApplyService(String version) implements Action {}

  record CreateLease(MemberId holder, long epoch, Fencing fencing) implements Action {}

  /** The Lease says from then on under which fencing it was granted, and whether on trial. */
  record GrantLease(MemberId holder, long epoch, Fencing fencing, Trial trial, String version)
      implements Action {
    public GrantLease(MemberId holder, long epoch, Fencing fencing, String version) {
      this(holder, epoch, fencing, Trial.NONE, version);
    }
  }

  /**
   * Empties the lease, which begins a new epoch without a leader; it still says who led.
   *
   * @param last who held it, and whoever else may lead at that time
   */
  record VacateLease(List<MemberId> last, long epoch, Trial trial, String version)
      implements Action {
    public VacateLease {
      last = List.copyOf(last);
    }

    public VacateLease(List<MemberId> last, long epoch, String version) {
      this(last, epoch, Trial.NONE, version);
    }
  }

  /** Writes into the Lease what has become of a trial, and nothing else. */
  record NoteTrial(Trial now, String version) implements Action {}

  /** Gives a new pod the label by which a route can be opened to it. */
  record LabelMember(String pod, String uid, MemberId id) implements Action {}

  /** Takes a member label away from a pod that is no member. */
  record UnlabelPod(String pod, String uid) implements Action {}

  /** Tells the ReplicaSet which of its pods to delete last. */
  record SetDeletionCost(String pod, String uid, Optional<Integer> cost) implements Action {}

  /**
   * Tells a pod its part. Refused unless the pod is as it was seen, so that what it is told never
   * goes back.
   */
  record TellRole(String pod, String uid, String version, Told now) implements Action {}

  /** Asks for a pod to be stopped, with its grace period. */
  record StopMember(String pod, String uid) implements Action {}

  /** Has the object of a pod stay, however the pod is deleted, until it is released. */
  record HoldMember(String pod, String uid) implements Action {}

  record ReleaseMember(String pod, String uid) implements Action {}

  /** Calls a hook of a member; what it answers is seen later. It is no write. */
  record CallHook(Call call, String pod, String uid) implements Action {}

  /** Writes into an order of a switchover which leadership it ends. */
  record TakeOrder(String words, long from, String version) implements Action {}

  /** Takes an order of a switchover away, and says what became of it: one write. */
  record AnswerOrder(String words, boolean done, String sentence, String version)
      implements Action {}

  /**
   * Answers an order to undo, and takes it away, in one write.
   *
   * @param revision whose template is declared again; empty if none is
   */
  record AnswerUndo(
      String words, Optional<String> revision, boolean done, String sentence, String version)
      implements Action {}

  /**
   * Makes the ReplicaSet of a revision.
   *
   * @param number of the revision among those of this service
   */
  record CreateReplicaSet(String revision, int replicas, int number) implements Action {
    public CreateReplicaSet(String revision, int replicas) {
      this(revision, replicas, 1);
    }
  }

  /**
   * Brings the ReplicaSet of the newest revision to what is declared, and scales it.
   *
   * @param number of the revision among those of this service
   */
  record ApplyReplicaSet(String revision, int replicas, int number, String version)
      implements Action {
    public ApplyReplicaSet(String revision, int replicas, String version) {
      this(revision, replicas, 1, version);
    }
  }

  /** Scales the ReplicaSet of an old revision, whose template is no longer known. */
  record ScaleReplicaSet(String revision, int replicas, String version) implements Action {}

  record DeleteReplicaSet(String revision, String version) implements Action {}

  /** Makes the PodDisruptionBudget. */
  record CreateBudget(int minAvailable) implements Action {}

  /** Brings the PodDisruptionBudget of this uid to what is wanted. */
  record ApplyBudget(int minAvailable, String uid) implements Action {}

  record DeleteBudget(String uid) implements Action {}

  /** Makes the Service to the standbys. */
  record CreateStandbys() implements Action {}

  /** Brings the Service to the standbys to what is declared. */
  record ApplyStandbys(String version) implements Action {}

  record DeleteStandbys(String uid) implements Action {}

  /** The route that the write gives to the Service; empty if it writes something else. */
  default Optional<Route> routed() {
    return switch (this) {
      case CreateService create -> Optional.of(create.route());
      case AdoptService adopt -> Optional.of(adopt.route());
      case MoveRoute move -> Optional.of(move.route());
      default -> Optional.empty();
    };
  }

  /** The uid of the pod that is written; empty if it is another object. */
  default Optional<String> podWritten() {
    return switch (this) {
      case LabelMember it -> Optional.of(it.uid());
      case UnlabelPod it -> Optional.of(it.uid());
      case SetRotation it -> Optional.of(it.uid());
      case SetDeletionCost it -> Optional.of(it.uid());
      case TellRole it -> Optional.of(it.uid());
      case StopMember it -> Optional.of(it.uid());
      case HoldMember it -> Optional.of(it.uid());
      case ReleaseMember it -> Optional.of(it.uid());
      case GiveBackPod it -> Optional.of(it.uid());
      default -> Optional.empty();
    };
  }
}
