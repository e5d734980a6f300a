package dev.orrery.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The statuses that JupyterHub 6.1.1 answered to odd bodies and methods. */
class HubRestAnswersTest extends HubRestCase {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "HEAD | /users | - | 405",
                "PUT | /users | {} | 405",
                "DELETE | /users | - | 405",
                "POST | /info | {} | 405",
                "GET | /groups/sales/users | - | 405",
                "PATCH | /users/ana/tokens/x | {} | 405",
                "GET | /users/ana/activity | - | 405",
                "PUT | /shares/ana | {} | 405",
                "POST | /shares/root | {} | 405",
                "PATCH | /shares/root | {} | 405",
                "DELETE | /share-codes/root | - | 405",
                "OPTIONS | /users/ana | - | 200",
                "GET | /nothing | - | 404",
                "GET | /users/ | - | 404",
                "GET | /users?limit=0 | - | 200",
                "GET | /users?limit=-2&offset=-1 | - | 200",
                "GET | /users?limit=x | - | 400",
                "GET | /users?limit=-9223372036854775808 | - | 200",
                "POST | /users | - | 400",
                "POST | /users | [] | 400",
                "POST | /users | {bad | 400",
                "POST | /users | {\"usernames\": [3]} | 400",
                "POST | /users | {\"usernames\": [\"zoe\"], \"admin\": \"yes\"} | 400",
                "POST | /users | {\"usernames\": [\"zoe\"], \"colour\": 1} | 400",
                "POST | /users/zoe | [] | 201",
                "POST | /users/zoe | {\"admin\": \"yes\"} | 400",
                "PATCH | /users/ana | [] | 400",
                "PATCH | /users/ana | - | 400",
                "PATCH | /users/ana | {\"colour\": 1} | 400",
                "POST | /groups | {\"groups\": []} | 400",
                "POST | /groups | {\"groups\": [\"g\"], \"users\": [\"nobody\"]} | 400",
                "POST | /groups/g | {\"colour\": 1} | 400",
                "PUT | /groups/g/properties | [] | 404",
                "POST | /users/nobody/tokens | {} | 403",
                "POST | /users/ana/tokens | 3 | 400",
                "POST | /users/ana/tokens | {\"scopes\": \"x\"} | 400",
                "POST | /users/ana/tokens | {\"scopes\": [3]} | 400",
                "POST | /users/ana/tokens | {\"roles\": \"user\"} | 400",
                "POST | /users/ana/tokens | {\"roles\": [\"none\"]} | 400",
                "POST | /users/ana/tokens | {\"roles\": [\"admin\"]} | 400",
                "POST | /users/ana/tokens | {\"roles\": [], \"scopes\": []} | 400",
                "POST | /users/ana/server | 3 | 400",
                "POST | /users/ana/server | {\"display_name\": 3} | 400",
                "POST | /users/ana/server | {\"user_options\": 3} | 400",
                "PUT | /users/ana/server | {} | 409",
                "PATCH | /users/ana/servers/none | {\"display_name\": \"x\"} | 404",
                "PATCH | /users/ana/server | {} | 400",
                "PATCH | /users/ana/server | {\"colour\": 1} | 400",
                "POST | /users/ana/activity | {} | 400",
                "POST | /users/ana/activity | {\"servers\": {}} | 400",
                "POST | /users/ana/activity | {\"servers\": {\"\": {}}} | 400",
                "POST | /users/ana/activity | {\"last_activity\": \"soon\"} | 400",
                "POST | /users/ana/activity | {\"last_activity\": \"2026-01-01\"} | 200",
                "POST | /users/ana/activity | {\"last_activity\": \"2026-01-01 00:00:00+01:00\"} | 200",
                "POST | /users/ana/activity | {\"last_activity\": \"2026-01-01T00:00:00.25\"} | 200",
                "PATCH | /proxy | - | 400",
                "PATCH | /proxy | {} | 200",
                "PATCH | /proxy | {\"api_url\": \"http://127.0.0.1:8001\"} | 400",
                "GET | /proxy?limit=x | - | 400",
                "POST | /services/web | {} | 409",
                "POST | /services/new | {} | 400",
                "DELETE | /services/web | - | 405",
                "DELETE | /services/none | - | 404",
            })
    void anAdministratorIsAnsweredAsByJupyterHub(String method, String path, String body, int status) throws Exception {
        assertEquals(status, hub.call(method, admin, path, body).status());
    }
}
