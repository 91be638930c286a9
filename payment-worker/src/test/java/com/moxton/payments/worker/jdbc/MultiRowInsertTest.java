package com.moxton.payments.worker.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.PreparedStatementSetter;

class MultiRowInsertTest {

    private final JdbcOperations jdbc = mock(JdbcOperations.class);

    @Test
    void repeatsTheRowAndKeepsWhatFollows() {
        MultiRowInsert insert = MultiRowInsert.of("""
                INSERT INTO t (a, b)
                VALUES (?, ?)
                ON DUPLICATE KEY UPDATE b = VALUES(b)
                """);

        assertThat(insert.sql(1)).contains("VALUES (?, ?)\nON DUPLICATE");
        assertThat(insert.sql(3)).contains("VALUES (?, ?),(?, ?),(?, ?)\nON DUPLICATE KEY UPDATE b = VALUES(b)");
    }

    @Test
    void refusesSqlWithoutARow() {
        assertThatIllegalArgumentException().isThrownBy(() -> MultiRowInsert.of("INSERT INTO t SELECT * FROM u"));
    }

    @Test
    void asksTheServerNothingForNoRows() {
        MultiRowInsert.of("INSERT INTO t (a) VALUES (?)")
                .execute(jdbc, List.<String>of(), (text, row) -> row.text(text));

        verifyNoInteractions(jdbc);
    }

    @Test
    void bindsRowAfterRow() throws SQLException {
        MultiRowInsert.of("INSERT INTO t (a, b) VALUES (?, ?)")
                .execute(jdbc, List.of("x", "y"), (text, row) -> row.text(text).number(7));

        ArgumentCaptor<PreparedStatementSetter> setter = ArgumentCaptor.captor();
        verify(jdbc).update(anyString(), setter.capture());
        PreparedStatement statement = mock(PreparedStatement.class);
        setter.getValue().setValues(statement);
        var inOrder = inOrder(statement);
        inOrder.verify(statement).setString(1, "x");
        inOrder.verify(statement).setLong(2, 7);
        inOrder.verify(statement).setString(3, "y");
        inOrder.verify(statement).setLong(4, 7);
    }

    @Test
    void bindsEachTypeAndItsNull() throws SQLException {
        PreparedStatement statement = mock(PreparedStatement.class);

        new MultiRowInsert.Placeholders(statement)
                .text(null)
                .decimal(new BigDecimal("49.99"))
                .flag(true)
                .flag(null)
                .time(Instant.parse("2026-11-01T00:00:00.123456789Z"))
                .time(null);

        verify(statement).setNull(1, Types.VARCHAR);
        verify(statement).setBigDecimal(2, new BigDecimal("49.99"));
        verify(statement).setBoolean(3, true);
        verify(statement).setNull(4, Types.BOOLEAN);
        verify(statement).setString(5, "2026-11-01 00:00:00.123456");
        verify(statement).setNull(6, Types.VARCHAR);
    }

    @Test
    void cutsManyRowsIntoStatementsOfFewSizes() throws SQLException {
        MultiRowInsert insert = MultiRowInsert.of("INSERT INTO t (a) VALUES (?)");
        insert.execute(jdbc, IntStream.range(0, 1_000).boxed().toList(), (number, row) -> row.number(number));

        ArgumentCaptor<String> sql = ArgumentCaptor.captor();
        ArgumentCaptor<PreparedStatementSetter> setters = ArgumentCaptor.captor();
        verify(jdbc, times(6)).update(sql.capture(), setters.capture());
        assertThat(sql.getAllValues())
                .containsExactly(
                        insert.sql(256),
                        insert.sql(256),
                        insert.sql(256),
                        insert.sql(128),
                        insert.sql(64),
                        insert.sql(40));
        assertThat(bound(setters.getAllValues()))
                .containsExactlyElementsOf(LongStream.range(0, 1_000).boxed().toList());
    }

    private static List<Long> bound(List<PreparedStatementSetter> setters) throws SQLException {
        ArgumentCaptor<Long> values = ArgumentCaptor.captor();
        PreparedStatement statement = mock(PreparedStatement.class);
        for (PreparedStatementSetter setter : setters) {
            setter.setValues(statement);
        }
        verify(statement, atLeastOnce()).setLong(anyInt(), values.capture());
        return values.getAllValues();
    }
}
