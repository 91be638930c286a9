@NullMarked
package com.moxton.payments.worker.calllog;

import org.jspecify.annotations.NullMarked;
