/** Settings as both services and local-stack take them. */
@NullMarked
package com.moxton.payments.events.settings;

import org.jspecify.annotations.NullMarked;
