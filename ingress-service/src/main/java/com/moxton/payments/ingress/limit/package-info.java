/** How much anybody may ask of this instance: rates for each caller, and bounds for all together. */
@NullMarked
package com.moxton.payments.ingress.limit;

import org.jspecify.annotations.NullMarked;
