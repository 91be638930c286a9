package com.moxton.payments.ingress.webhook;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/** Whom an address stands for: one host of IPv4, but a network of IPv6, of which whoever has one address has 2^64. */
final class ClientAddress {
    private static final int NETWORK_BYTES = 8;
    /** No address is longer; what a proxy hands on may be anything. */
    private static final int LONGEST = 64;

    private ClientAddress() {}

    static String of(String address) {
        if (address.indexOf(':') < 0) {
            return address.length() <= LONGEST ? address : address.substring(0, LONGEST);
        }
        try {
            // With a colon in it, it is a literal or nothing: no name is looked up.
            return InetAddress.getByName(address) instanceof Inet6Address six
                    ? HexFormat.of().formatHex(Arrays.copyOf(six.getAddress(), NETWORK_BYTES))
                    : address;
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
