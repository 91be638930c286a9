@NullMarked
package com.moxton.payments.worker.jdbc;

import org.jspecify.annotations.NullMarked;
