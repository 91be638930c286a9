/** The inbox: which events have had their effect. Its rows are written in the transaction of the effect itself. */
@NullMarked
package com.moxton.payments.worker.inbox;

import org.jspecify.annotations.NullMarked;
