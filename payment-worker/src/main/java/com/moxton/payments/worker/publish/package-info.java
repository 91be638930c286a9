/** Records that the worker writes. Every method returns when all in-sync replicas have them, and throws when not. */
@NullMarked
package com.moxton.payments.worker.publish;

import org.jspecify.annotations.NullMarked;
