package dev.orrery.scheduler;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.orrery.database.Database;
import dev.orrery.launch.Account;
import dev.orrery.launch.Environment;
import dev.orrery.launch.LocalLauncher;
import dev.orrery.launch.SandboxPolicy;
import dev.orrery.storage.DirectoryStorage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/**
 * A scheduler in a process of its own, with a real launcher: {@code URL FOLDER NAME PLACES}. Its runners are shell scripts, which
 * ask for their order, leave a file for each time that they do their work, and their result. Says "ready" when it is at work.
 * While there is a file {@code hold} in FOLDER, runners that get their order wait in their work until there is a {@code go} in their folder.
 */
final class TestingServer {
    /** Its work takes 0.2 s. */
    private static final String RUNNER = """
            while true; do
              if exec 3<>"/dev/tcp/127.0.0.1/${ORRERY_API_URL##*:}"; then
                printf 'GET /order?%s HTTP/1.0\\r\\n\\r\\n' "$ORRERY_ATTEMPT_TOKEN" >&3
                read -r status <&3
                case $status in *" 200 "*) break ;; *" 202 "*) held=yes; break ;; *" 401 "*|*" 409 "*) exit 1 ;; esac
              fi
              sleep 0.1 # a server that is gone is asked until somebody ends this
            done
            : >"/orrery/attempt/ran-$RANDOM$RANDOM"
            while [ "$held" ] && ! [ -e /orrery/attempt/go ]; do sleep 0.05; done
            sleep 0.2
            printf '{"sequence":1,"at":"%s","kind":"finished","state":"success","exit_code":0}' \\
              "$(date -u +%FT%TZ)" >/orrery/attempt/result.new
            mv /orrery/attempt/result.new /orrery/attempt/result.json
            """;

    private final Path folder;
    private final String name;
    private final List<Path> seized = new ArrayList<>();

    private TestingServer(Path folder, String name) {
        this.folder = folder;
        this.name = name;
    }

    public static void main(String[] arguments) throws Exception {
        new TestingServer(Path.of(arguments[1]), arguments[2]).serve(arguments[0], Integer.parseInt(arguments[3]));
    }

    private void serve(String url, int places) throws Exception {
        Path own = Files.createDirectories(folder.resolve("servers").resolve(name));
        if (!take(own)) {
            throw new IllegalStateException(name + " is taken");
        }
        Database database = Database.open(url);
        LocalLauncher launcher = new LocalLauncher(own.resolve("workloads"), SandboxPolicy.detect(), Clock.systemUTC());
        HttpServer orders = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        SchedulerConfig config = SchedulerConfig.of(
                places,
                own.resolve("attempts"),
                () -> "http://127.0.0.1:" + orders.getAddress().getPort(),
                List.of("bash", "-c", RUNNER),
                List.of());
        TestingTokens tokens = new TestingTokens(database);
        Surroundings surroundings = new Surroundings(
                launcher,
                new DirectoryStorage(folder.resolve("objects")),
                environment -> new EnvironmentSource.Readiness.Ready(
                        new Environment("default", "d", Path.of("/usr"), List.of())),
                (commit, dagId, into) -> {},
                user -> new Account(user, 20_001),
                tokens,
                (dag, commit, values) -> List.of(),
                new TestingOutlook(),
                name -> java.util.Optional.empty());
        Seat seat =
                new Seat(name, this::seize, () -> seized.forEach(one -> launcher.adoptAll(one.resolve("workloads"))));
        Scheduler scheduler = new Scheduler(config, database, surroundings, change -> {}, Clock.systemUTC(), seat);
        orders.createContext("/order", exchange -> answer(exchange, scheduler, tokens));
        orders.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        orders.start();
        scheduler.start();
        System.out.println("ready");
        new CountDownLatch(1).await();
    }

    private void answer(HttpExchange exchange, Scheduler scheduler, TestingTokens tokens) throws IOException {
        int status = 500;
        try {
            var attempt = tokens.attempt(exchange.getRequestURI().getQuery());
            if (attempt.isPresent()) {
                scheduler.reports().order(attempt.get());
            }
            status = attempt.isEmpty() ? 401 : Files.exists(folder.resolve("hold")) ? 202 : 200;
        } catch (SchedulerException e) {
            status = 409;
        } finally {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        }
    }

    private List<String> seize() {
        try (var servers = Files.list(folder.resolve("servers"))) {
            for (Path one : servers.filter(one -> !one.endsWith(name)).toList()) {
                if (!seized.contains(one) && take(one)) {
                    seized.add(one);
                }
            }
            return seized.stream().map(one -> one.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** For as long as this process lives. */
    private static boolean take(Path seat) throws IOException {
        FileChannel lock = FileChannel.open(seat.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock.tryLock() == null) {
            lock.close();
            return false;
        }
        return true;
    }

    /** Tokens in the database, so that all servers know them. */
    private record TestingTokens(Database database) implements AttemptTokens {
        TestingTokens {
            database.transaction(tx -> tx.update(
                    "CREATE TABLE IF NOT EXISTS testing_token (token TEXT PRIMARY KEY, attempt_id TEXT NOT NULL)"));
        }

        @Override
        public String issue(String attemptId) {
            String token = UUID.randomUUID().toString();
            database.transaction(tx -> tx.update("INSERT INTO testing_token VALUES (?, ?)", token, attemptId));
            return token;
        }

        @Override
        public void revoke(String attemptId) {
            database.transaction(tx -> tx.update("DELETE FROM testing_token WHERE attempt_id = ?", attemptId));
        }

        java.util.Optional<String> attempt(String token) {
            return database.read(tx -> tx.first(
                    "SELECT attempt_id FROM testing_token WHERE token = ?", row -> row.text("attempt_id"), token));
        }
    }
}
