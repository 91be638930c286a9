/** SECRETS_STAY_SECRET: looks for secrets where none may be. */
@NullMarked
package com.moxton.payments.resilience.secret;

import org.jspecify.annotations.NullMarked;
