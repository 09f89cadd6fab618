package dev.understudy.decision;

/** A pod that carries a member label without being a member. */
public record ForeignPod(String pod, String uid, String label) {}
