/** How this worker's consumers are members of their groups. */
@NullMarked
package com.moxton.payments.worker.group;

import org.jspecify.annotations.NullMarked;
