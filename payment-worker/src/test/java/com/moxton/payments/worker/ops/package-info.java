@org.jspecify.annotations.NullMarked
package com.moxton.payments.worker.ops;
