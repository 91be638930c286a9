/** What all of the worker's SQL has in common: time, and transactions that are repeated when the database says so. */
@NullMarked
package com.moxton.payments.worker.jdbc;

import org.jspecify.annotations.NullMarked;
