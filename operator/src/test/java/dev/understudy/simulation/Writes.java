package dev.understudy.simulation;

import dev.understudy.decision.Action;
import dev.understudy.decision.Order;
import dev.understudy.decision.PolicyBuilder;
import dev.understudy.decision.Route;
import dev.understudy.decision.Trial;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** What the API server makes of each action, as {@code dev.understudy.execute.Writes} asks it. */
final class Writes {
  private final ApiServer api;

  Writes(ApiServer api) {
    this.api = api;
  }

  Answer perform(Request request) {
    return switch (request.action()) {
      case Action.CreateService it -> create(it);
      case Action.AdoptService it ->
          service(request, now -> now.claimed(Stored.Claim.ADOPTED).routed(it.route(), it.epoch()));
      case Action.MoveRoute it -> service(request, now -> now.routed(it.route(), it.epoch()));
      case Action.ListOut it ->
          service(
              request,
              now ->
                  now.listed(
                      new Stored.Listing(Set.copyOf(it.members()), Long.parseLong(it.version()))));
      case Action.SetRotation it ->
          mark(
              request,
              it.pod(),
              marks -> marks.turned(new Stored.Turn(it.now(), Long.parseLong(it.decidedOn()))));
      case Action.GiveBackService it ->
          service(
              request,
              now ->
                  now.claimed(Stored.Claim.FREE)
                      .routed(new Route.Foreign(), 0)
                      .listed(Stored.Listing.NONE));
      case Action.ApplyService it -> service(request, now -> now.declared(true));
      case Action.CreateLease it -> create(it);
      case Action.GrantLease it ->
          lease(
              request,
              now ->
                  new Stored.Lease(
                      0,
                      Optional.of(it.holder()),
                      it.epoch(),
                      now.last(),
                      it.fencing(),
                      it.trial()));
      case Action.NoteTrial it ->
          lease(
              request,
              now ->
                  new Stored.Lease(
                      0, now.holder(), now.epoch(), now.last(), now.fencing(), it.now()));
      case Action.VacateLease it ->
          lease(
              request,
              now ->
                  new Stored.Lease(
                      0, Optional.empty(), it.epoch(), it.last(), now.fencing(), it.trial()));
      case Action.LabelMember it ->
          mark(request, it.pod(), marks -> marks.labelled(Optional.of(it.id())));
      case Action.UnlabelPod it ->
          mark(request, it.pod(), marks -> marks.labelled(Optional.empty()));
      case Action.SetDeletionCost it ->
          mark(request, it.pod(), marks -> marks.costing(it.cost().orElse(0)));
      case Action.TellRole it -> mark(request, it.pod(), marks -> marks.told(it.now()));
      case Action.StopMember it -> mark(request, it.pod(), Writes::deleted);
      case Action.HoldMember it -> mark(request, it.pod(), marks -> marks.held(true));
      case Action.ReleaseMember it -> mark(request, it.pod(), marks -> marks.held(false));
      case Action.GiveBackPod it ->
          throw new IllegalArgumentException("no workload is adopted here: " + it);
      case Action.CallHook it ->
          throw new IllegalArgumentException("not for the API server: " + it);
      case Action.TakeOrder it ->
          order(
              request,
              now -> Optional.of(new Order(now.words(), now.to(), Optional.of(it.from()), "")));
      case Action.AnswerOrder it -> order(request, now -> Optional.empty());
      case Action.AnswerUndo it -> undo(request, it);
      case Action.CreateReplicaSet it -> create(it);
      case Action.ApplyReplicaSet it ->
          request.version().isEmpty() && api.replicaSet(it.revision()).isEmpty()
              ? create(new Action.CreateReplicaSet(it.revision(), it.replicas(), it.number()))
              : scale(
                  request, it.revision(), now -> now.scaled(it.replicas()).numbered(it.number()));
      case Action.ScaleReplicaSet it ->
          scale(request, it.revision(), now -> now.scaled(it.replicas()));
      case Action.DeleteReplicaSet it ->
          api.replicaSet(it.revision())
              .map(now -> conditionally(request, now, () -> api.remove(now)))
              .orElse(Answer.NOT_FOUND);
      case Action.CreateBudget it -> throw new IllegalArgumentException("is as wanted: " + it);
      case Action.ApplyBudget it -> throw new IllegalArgumentException("is as wanted: " + it);
      case Action.CreateStandbys it -> throw new IllegalArgumentException("none is declared");
      case Action.ApplyStandbys it -> throw new IllegalArgumentException("none is declared");
      case Action.DeleteStandbys it -> throw new IllegalArgumentException("none is declared");
      case Action.DeleteBudget it -> throw new IllegalArgumentException("is as wanted: " + it);
    };
  }

  private Answer create(Action.CreateService create) {
    if (api.service().isPresent()) {
      return Answer.CONFLICT;
    }
    api.put(
        new Stored.Service(
            0, Stored.Claim.CREATED, create.route(), create.epoch(), true, Stored.Listing.NONE));
    return Answer.ACCEPTED;
  }

  private Answer create(Action.CreateLease create) {
    if (api.lease().isPresent()) {
      return Answer.CONFLICT;
    }
    api.put(
        new Stored.Lease(
            0,
            Optional.of(create.holder()),
            create.epoch(),
            List.of(),
            create.fencing(),
            Trial.NONE));
    return Answer.ACCEPTED;
  }

  private Answer service(Request request, UnaryOperator<Stored.Service> how) {
    return api.service()
        .map(now -> conditionally(request, now, () -> api.put(how.apply(now))))
        .orElse(Answer.NOT_FOUND);
  }

  private Answer order(Request request, Function<Order, Optional<Order>> how) {
    Stored.Declaration now = api.declaration();
    Optional<Order> order = now.policy().order().flatMap(how);
    return conditionally(
        request,
        now,
        () ->
            api.put(
                new Stored.Declaration(0, PolicyBuilder.like(now.policy()).order(order).build())));
  }

  private Answer undo(Request request, Action.AnswerUndo answer) {
    Stored.Declaration now = api.declaration();
    PolicyBuilder after = PolicyBuilder.like(now.policy()).undo(Optional.empty());
    answer.revision().ifPresent(after::revision);
    return conditionally(request, now, () -> api.put(new Stored.Declaration(0, after.build())));
  }

  private Answer lease(Request request, UnaryOperator<Stored.Lease> how) {
    return api.lease()
        .map(now -> conditionally(request, now, () -> api.put(how.apply(now))))
        .orElse(Answer.NOT_FOUND);
  }

  private static Answer conditionally(Request request, Stored now, Runnable write) {
    if (request.version().isPresent() && request.version().get() != now.version()) {
      return Answer.CONFLICT;
    }
    write.run();
    return Answer.ACCEPTED;
  }

  private Answer mark(Request request, String name, UnaryOperator<Stored.Marks> how) {
    Optional<Stored.Pod> pod = api.pod(name);
    if (pod.isEmpty()) {
      return Answer.NOT_FOUND;
    }
    if (request.uid().isPresent() && !request.uid().get().equals(pod.get().uid())) {
      return Answer.CONFLICT;
    }
    return conditionally(
        request, pod.get(), () -> api.put(pod.get().with(how.apply(pod.get().marks()))));
  }

  private static Stored.Marks deleted(Stored.Marks marks) {
    return marks.deletion() == Stored.Deletion.NONE ? marks.deleted(Stored.Deletion.ASKED) : marks;
  }

  private Answer create(Action.CreateReplicaSet create) {
    if (api.replicaSet(create.revision()).isPresent()) {
      return Answer.CONFLICT;
    }
    api.put(new Stored.ReplicaSet(0, create.revision(), create.replicas(), 0, create.number()));
    return Answer.ACCEPTED;
  }

  private Answer scale(Request request, String revision, UnaryOperator<Stored.ReplicaSet> how) {
    return api.replicaSet(revision)
        .map(now -> conditionally(request, now, () -> api.put(how.apply(now))))
        .orElse(Answer.NOT_FOUND);
  }
}
