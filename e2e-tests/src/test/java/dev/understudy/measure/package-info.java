/** How measurements are written down: tables, and where and when was measured. */
package dev.understudy.measure;
