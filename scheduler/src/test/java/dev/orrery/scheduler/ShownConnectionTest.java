package dev.orrery.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownConnectionTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            postgresql+psycopg://ana:***@db.test:5432/sales?… | postgres  | db.test | 5432 | ana     | sales
            postgres://ana@db.test                             | postgres  | db.test | -    | ana     | -
            google-cloud-platform://                           | google_cloud_platform | - | - | -    | -
            mysql://db/                                        | mysql     | db      | -    | -       | -
            mssql://:***@[::1]:1433/a%20b                      | mssql     | [::1]   | 1433 | -       | a b
            x://a+b%zz:***@h                                   | x         | h       | -    | a+b%zz  | -
            mongodb://one:1,two:2/x                            | mongodb   | -       | -    | -       | -
            """)
    void hasThePartsOfTheUrl(String shown, String type, String host, Integer port, String login, String schema) {
        var connection = ShownConnection.of("c", shown);
        assertEquals(type, connection.type());
        assertEquals(host, connection.host());
        assertEquals(port, connection.port());
        assertEquals(login, connection.login());
        assertEquals(schema, connection.schema());
    }
}
