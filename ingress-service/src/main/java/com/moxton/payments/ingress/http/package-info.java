/** What all endpoints share of HTTP: bounded bodies, the server's own errors. */
@NullMarked
package com.moxton.payments.ingress.http;

import org.jspecify.annotations.NullMarked;
