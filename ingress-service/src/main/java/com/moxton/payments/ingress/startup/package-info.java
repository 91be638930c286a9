/** Settings that stop the start, and those in effect. */
@NullMarked
package com.moxton.payments.ingress.startup;

import org.jspecify.annotations.NullMarked;
