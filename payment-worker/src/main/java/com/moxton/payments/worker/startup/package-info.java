/** The start: settings that stop it, servers it waits for, topics it creates. */
@NullMarked
package com.moxton.payments.worker.startup;

import org.jspecify.annotations.NullMarked;
