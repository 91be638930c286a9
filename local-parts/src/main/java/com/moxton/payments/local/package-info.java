/** What the embedded servers have in common: a port on the loopback interface, and who holds a data directory. */
@NullMarked
package com.moxton.payments.local;

import org.jspecify.annotations.NullMarked;
