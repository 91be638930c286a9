package com.moxton.payments.ingress.security;

import java.util.List;

/** The origins whose pages may call, {@code *} among them when all may: {@code payments.security.allowed-origins}. */
public record PageOrigins(List<String> origins) {}
