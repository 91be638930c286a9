@NullMarked
package com.moxton.payments.worker.request;

import org.jspecify.annotations.NullMarked;
