/** Events and their delivery: the log, the signature, the attempts. */
@NullMarked
package com.moxton.payments.simulator.event;

import org.jspecify.annotations.NullMarked;
