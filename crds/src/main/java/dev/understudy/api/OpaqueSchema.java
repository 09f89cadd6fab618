package dev.understudy.api;

/** Schema of an object whose fields Kubernetes itself validates where it is used. */
public class OpaqueSchema {}
