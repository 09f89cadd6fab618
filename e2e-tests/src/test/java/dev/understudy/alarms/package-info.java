/** How often leadership changes for nothing, while much goes wrong and nobody is lost. */
package dev.understudy.alarms;
