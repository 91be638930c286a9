package com.moxton.payments.local.stack.storefront;

import com.moxton.payments.events.Money;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Orders for whoever asks: this is a demo, and the launcher binds it to this machine. */
@RestController
@RequestMapping("/api/orders")
class OrderController {
    private final OrderTable orders;
    private final UserToken tokens;

    OrderController(OrderTable orders, UserToken tokens) {
        this.orders = orders;
        this.tokens = tokens;
    }

    /** @param token null when an issuer makes the tokens */
    record Placed(String orderId, String userId, @Nullable String token) {}

    record View(
            String orderId,
            String status,
            BigDecimal totalAmount,
            String currency,
            @Nullable Instant paidAt) {}

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Placed> place(@RequestBody OrderForm form) {
        Money total = form.total();
        String userId = form.user("demo-" + UUID.randomUUID());
        String orderId = UUID.randomUUID().toString();
        orders.insert(orderId, userId, total);
        return ResponseEntity.created(URI.create("/api/orders/" + orderId))
                .body(new Placed(orderId, userId, tokens.of(userId)));
    }

    @GetMapping("/{orderId}")
    View get(@PathVariable String orderId) {
        Order order = orders.find(orderId).orElseThrow(OrderNotFoundException::new);
        return new View(
                order.id(),
                order.status(),
                order.total().amount(),
                order.total().currency(),
                order.paidAt());
    }
}
