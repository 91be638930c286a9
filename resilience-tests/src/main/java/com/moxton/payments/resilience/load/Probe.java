package com.moxton.payments.resilience.load;

import com.moxton.payments.resilience.load.Shop.Answer;
import com.moxton.payments.resilience.parts.DatabaseProcess;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** One order that is pushed through its whole life, step by step, as quickly as the system allows. */
public final class Probe {

    private static final String WAIT = "wait=1";

    private final Shop shop;
    private final DatabaseProcess database;
    private final Tally tally;
    private final String orderId;
    private String intentId = "";
    private boolean confirmed;
    private int keys;
    private String latest = "not begun";

    /** @param orderId a row that is there, and used for nothing else */
    public Probe(Shop shop, DatabaseProcess database, Tally tally, String orderId) {
        this.shop = shop;
        this.database = database;
        this.tally = tally;
        this.orderId = orderId;
    }

    /** Takes the next step that is possible. True at the end of the road. */
    public boolean isPaid() {
        if (intentId.isEmpty()) {
            Answer answer = shop.createIntent(orderId, OrderLoad.AMOUNT, orderId + "-create-" + keys, WAIT);
            latest = "create-intent answers " + answer.status();
            if (answer.status() != 200) {
                keys += answer.wantsAnotherKey() ? 1 : 0;
                return false;
            }
            intentId = answer.text("intentId");
            tally.intentWasTold(orderId, intentId, answer.text("clientSecret"));
        }
        if (!confirmed) {
            Answer answer = shop.confirm(orderId, intentId, "pm_card_visa", orderId + "-confirm-" + keys, WAIT);
            latest = "confirm answers " + answer.status();
            if (answer.status() != 200) {
                keys += answer.wantsAnotherKey() ? 1 : 0;
                return false;
            }
            confirmed = true;
        }
        return rowSaysPaid();
    }

    private boolean rowSaysPaid() {
        try (Connection connection = database.connect();
                PreparedStatement statement = connection.prepareStatement("SELECT status FROM orders WHERE id = ?")) {
            statement.setString(1, orderId);
            try (ResultSet row = statement.executeQuery()) {
                latest = "the order is " + (row.next() ? row.getString(1) : "not there");
            }
        } catch (SQLException e) {
            latest = "the order can't be read: " + e.getMessage();
        }
        return latest.endsWith("paid");
    }

    @Override
    public String toString() {
        return latest;
    }
}
