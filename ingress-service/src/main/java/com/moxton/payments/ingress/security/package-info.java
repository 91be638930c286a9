/** Who may call: user tokens, cross-origin rules. */
@NullMarked
package com.moxton.payments.ingress.security;

import org.jspecify.annotations.NullMarked;
