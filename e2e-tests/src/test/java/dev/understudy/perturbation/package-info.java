/**
 * Every write of the operator and every event that caused one, disturbed, on a real API server.
 * Kubelets and the ReplicaSet controller are played, one step at a time, so that two runs of a
 * story are the same but for the disturbance.
 */
package dev.understudy.perturbation;
