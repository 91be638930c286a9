/** What runs inside the services' processes. It sees the service's class path and the JDK, nothing else. */
@NullMarked
package com.moxton.payments.local.stack.child;

import org.jspecify.annotations.NullMarked;
