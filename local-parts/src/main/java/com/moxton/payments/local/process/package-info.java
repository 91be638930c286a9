/** Programs in JVMs of their own. */
@NullMarked
package com.moxton.payments.local.process;

import org.jspecify.annotations.NullMarked;
