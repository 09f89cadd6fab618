/**
 * Programs that the benchmark compares Understudy with, each in a pod: the least that could fail
 * over, and a library's election.
 */
package dev.understudy.peer;
