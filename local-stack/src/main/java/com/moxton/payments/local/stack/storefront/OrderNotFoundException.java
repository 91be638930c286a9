package com.moxton.payments.local.stack.storefront;

final class OrderNotFoundException extends RuntimeException {}
