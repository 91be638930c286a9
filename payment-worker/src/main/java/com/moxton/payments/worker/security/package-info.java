/** Who may use port 8081: probes and scrapers without sign-in, operations with. */
@NullMarked
package com.moxton.payments.worker.security;

import org.jspecify.annotations.NullMarked;
