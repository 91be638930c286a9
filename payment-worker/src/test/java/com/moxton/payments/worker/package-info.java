@NullMarked
package com.moxton.payments.worker;

import org.jspecify.annotations.NullMarked;
