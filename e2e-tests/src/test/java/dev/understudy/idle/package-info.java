/** What the operator takes while nothing happens. */
package dev.understudy.idle;
