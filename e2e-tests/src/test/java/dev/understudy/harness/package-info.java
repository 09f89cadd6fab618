/**
 * What stories and benchmark stand on: the cluster with Understudy in it, a namespace for each
 * test, faults, load, and what the API server recorded.
 */
package dev.understudy.harness;
