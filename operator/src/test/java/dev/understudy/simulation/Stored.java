package dev.understudy.simulation;

import dev.understudy.decision.Fencing;
import dev.understudy.decision.MemberId;
import dev.understudy.decision.Order;
import dev.understudy.decision.Policy;
import dev.understudy.decision.PolicyBuilder;
import dev.understudy.decision.Rotation;
import dev.understudy.decision.Route;
import dev.understudy.decision.Told;
import dev.understudy.decision.Trial;
import dev.understudy.decision.Undo;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An object as the API server stores it. A write makes another, at another version. */
sealed interface Stored {
  /** The name of what there is one of: HAService, Lease and Service. */
  String ONLY = "orders";

  Kind kind();

  String name();

  long version();

  Stored at(long version);

  /** The HAService. */
  record Declaration(long version, Policy policy) implements Stored {
    /** As an operator reads it: what is written to an order depends on this version. */
    Policy read() {
      String now = Long.toString(version);
      return policy.order().isEmpty() && policy.undo().isEmpty()
          ? policy
          : PolicyBuilder.like(policy)
              .order(policy.order().map(it -> new Order(it.words(), it.to(), it.from(), now)))
              .undo(policy.undo().map(it -> new Undo(it.words(), now)))
              .build();
    }

    @Override
    public Kind kind() {
      return Kind.DECLARATION;
    }

    @Override
    public String name() {
      return ONLY;
    }

    @Override
    public Declaration at(long now) {
      return new Declaration(now, policy);
    }
  }

  /**
   * The service lease.
   *
   * @param last the annotation of a vacancy, which stays when the vacancy is over
   * @param fencing the annotation of a grant, which stays likewise
   * @param trial the annotation that says what is tried
   */
  record Lease(
      long version,
      Optional<MemberId> holder,
      long epoch,
      List<MemberId> last,
      Fencing fencing,
      Trial trial)
      implements Stored {
    @Override
    public Kind kind() {
      return Kind.LEASE;
    }

    @Override
    public String name() {
      return ONLY;
    }

    @Override
    public Lease at(long now) {
      return new Lease(now, holder, epoch, last, fencing, trial);
    }
  }

  /**
   * A Lease that the workload keeps. Its times are of the clock of whoever wrote it.
   *
   * @param holder its identity; empty if vacant
   * @param seconds how long it holds if it is not renewed
   */
  record KeptLease(
      long version, String holder, long acquired, long renewed, long transitions, int seconds)
      implements Stored {
    @Override
    public Kind kind() {
      return Kind.KEPT_LEASE;
    }

    @Override
    public String name() {
      return ONLY;
    }

    @Override
    public KeptLease at(long now) {
      return new KeptLease(now, holder, acquired, renewed, transitions, seconds);
    }

    /** Whoever holds it renews it; whoever does not takes it over. */
    static KeptLease takenBy(String holder, Optional<KeptLease> before, long now, int seconds) {
      boolean renewal = before.filter(lease -> lease.isOf(holder)).isPresent();
      return new KeptLease(
          0,
          holder,
          renewal ? before.orElseThrow().acquired : now,
          now,
          before.map(lease -> lease.transitions + (renewal ? 0 : 1)).orElse(0L),
          seconds);
    }

    boolean isOf(String identity) {
      return holder.equals(identity);
    }

    /** The pod whose whole name the identity is, or has before its first underscore. */
    String pod() {
      int end = holder.indexOf('_');
      return end < 0 ? holder : holder.substring(0, end);
    }

    boolean names(MemberId member) {
      return member.value().startsWith(pod() + ".");
    }

    /** As client-go does it. */
    KeptLease releasedAt(long now) {
      return new KeptLease(version, "", now, now, transitions, 1);
    }
  }

  /** Whose a Service is. */
  enum Claim {
    FREE,
    CREATED,
    ADOPTED
  }

  /** Which members may be out of the rotation, and on which version of the Service that rests. */
  record Listing(Set<MemberId> mayBeOut, long decidedOn) {
    static final Listing NONE = new Listing(Set.of(), 0);
  }

  record Service(
      long version, Claim claim, Route route, long epoch, boolean asDeclared, Listing rotation)
      implements Stored {
    @Override
    public Kind kind() {
      return Kind.SERVICE;
    }

    @Override
    public String name() {
      return ONLY;
    }

    @Override
    public Service at(long now) {
      return new Service(now, claim, route, epoch, asDeclared, rotation);
    }

    Optional<MemberId> toOne() {
      return route instanceof Route.ToOne(MemberId to) ? Optional.of(to) : Optional.empty();
    }

    Service routed(Route to, long at) {
      return new Service(version, claim, to, at, asDeclared, rotation);
    }

    /** Nobody has adopted it: it is not ours to route. */
    boolean isFree() {
      return claim == Claim.FREE;
    }

    Service claimed(Claim now) {
      return new Service(version, now, route, epoch, true, rotation);
    }

    Service listed(Listing now) {
      return new Service(version, claim, route, epoch, asDeclared, now);
    }

    Service declared(boolean now) {
      return new Service(version, claim, route, epoch, now, rotation);
    }
  }

  /**
   * Named by its revision.
   *
   * @param ready of its pods, as its controller reports in its status, which moves its version
   */
  record ReplicaSet(long version, String revision, int replicas, int ready, int number)
      implements Stored {
    @Override
    public Kind kind() {
      return Kind.REPLICA_SET;
    }

    @Override
    public String name() {
      return revision;
    }

    @Override
    public ReplicaSet at(long now) {
      return new ReplicaSet(now, revision, replicas, ready, number);
    }

    ReplicaSet scaled(int now) {
      return new ReplicaSet(version, revision, now, ready, number);
    }

    ReplicaSet reporting(int now) {
      return new ReplicaSet(version, revision, replicas, now, number);
    }

    ReplicaSet numbered(int now) {
      return new ReplicaSet(version, revision, replicas, ready, now);
    }
  }

  /**
   * A node.
   *
   * @param outOfService somebody has tainted it so: nothing runs there any more
   */
  record Node(long version, String name, boolean ready, boolean cordoned, boolean outOfService)
      implements Stored {
    @Override
    public Kind kind() {
      return Kind.NODE;
    }

    @Override
    public Node at(long now) {
      return new Node(now, name, ready, cordoned, outOfService);
    }

    Node ready(boolean now) {
      return new Node(version, name, now, cordoned, outOfService);
    }

    Node cordoned(boolean now) {
      return new Node(version, name, ready, now, outOfService);
    }

    Node outOfService(boolean now) {
      return new Node(version, name, ready, cordoned, now);
    }
  }

  /** What of a pod never changes. */
  record Identity(String name, String uid, MemberId id, String revision, String node) {}

  /** How far the deletion of a pod has come. */
  enum Deletion {
    NONE,
    ASKED,
    /** Its kubelet has done it, or it was by force: only a finalizer keeps the object. */
    DONE
  }

  /** The rotation label of a pod, and on which version of the Service it rests. */
  record Turn(Rotation now, long decidedOn) {
    static final Turn BORN = new Turn(Rotation.IN, 0);
  }

  /** What others than its kubelet say of a pod. */
  record Marks(
      Optional<MemberId> label,
      Deletion deletion,
      boolean evicted,
      int cost,
      boolean held,
      Told told,
      Turn rotation) {
    static final Marks NONE =
        new Marks(Optional.empty(), Deletion.NONE, false, 0, false, Told.NOTHING, Turn.BORN);

    Marks labelled(Optional<MemberId> now) {
      return new Marks(now, deletion, evicted, cost, held, told, rotation);
    }

    Marks deleted(Deletion now) {
      return new Marks(label, now, evicted, cost, held, told, rotation);
    }

    Marks beingEvicted() {
      return new Marks(label, deletion, true, cost, held, told, rotation);
    }

    Marks costing(int now) {
      return new Marks(label, deletion, evicted, now, held, told, rotation);
    }

    Marks told(Told now) {
      return new Marks(label, deletion, evicted, cost, held, now, rotation);
    }

    Marks turned(Turn now) {
      return new Marks(label, deletion, evicted, cost, held, told, now);
    }

    Marks held(boolean now) {
      return new Marks(label, deletion, evicted, cost, now, told, rotation);
    }
  }

  /**
   * What its kubelet says of a pod.
   *
   * @param process the instance of its container that was reported last; 0 before the first
   * @param terminated that instance has ended
   * @param ended the phase says so
   * @param writtenOff the phase was written by somebody else, who thinks that its node is gone
   */
  record Status(int process, boolean terminated, boolean ready, boolean ended, boolean writtenOff) {
    static final Status PENDING = new Status(0, false, false, false, false);

    Status unready() {
      return new Status(process, terminated, false, ended, writtenOff);
    }

    Status failed() {
      return new Status(process, terminated, false, true, writtenOff || !isOver());
    }

    /** The kubelet's last word. */
    boolean isOver() {
      return ended && terminated && !writtenOff;
    }
  }

  record Pod(long version, Identity identity, Marks marks, Status status) implements Stored {
    @Override
    public Kind kind() {
      return Kind.POD;
    }

    @Override
    public String name() {
      return identity.name();
    }

    @Override
    public Pod at(long now) {
      return new Pod(now, identity, marks, status);
    }

    Pod with(Marks now) {
      return new Pod(version, identity, now, status);
    }

    Pod with(Status now) {
      return new Pod(version, identity, marks, now);
    }

    String uid() {
      return identity.uid();
    }

    MemberId id() {
      return identity.id();
    }

    String revision() {
      return identity.revision();
    }

    String node() {
      return identity.node();
    }

    boolean isDeleting() {
      return marks.deletion() != Deletion.NONE;
    }

    boolean isOut() {
      return marks.rotation().now() != Rotation.IN;
    }

    boolean isSelectedBy(MemberId member) {
      return marks.label().equals(Optional.of(member));
    }
  }
}
