/** A genuine MariaDB server as a child process, from binaries that Maven fetches. */
@NullMarked
package com.moxton.payments.local.database;

import org.jspecify.annotations.NullMarked;
