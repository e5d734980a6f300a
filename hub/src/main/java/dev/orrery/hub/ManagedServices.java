package dev.orrery.hub;

import dev.orrery.launch.Account;
import dev.orrery.launch.Environment;
import dev.orrery.launch.Homes;
import dev.orrery.launch.LaunchException;
import dev.orrery.launch.Launcher;
import dev.orrery.launch.WorkloadId;
import dev.orrery.launch.WorkloadStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the services that have a command: each on a thread of its own, started again when it ends. They live as long as
 * this; one that a killed server left behind is ended first, since its token may be another by now.
 */
public final class ManagedServices implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ManagedServices.class);
    /** Above those of users. Which service has which may change: its folder is then given to it anew. */
    private static final int FIRST_UID = 1_000_000_000;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    private final List<Service> services;
    private final Launcher launcher;
    private final ServerEnvironments environments;
    private final HubConfig config;
    private final InstantSource clock;
    private final ServiceWorkload workloads;
    private final Homes folders;
    private final Bell bell = new Bell();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("service-", 0).factory());

    /** Does nothing before {@link #start}. */
    public ManagedServices(
            HubServices services,
            Launcher launcher,
            ServerEnvironments environments,
            HubConfig config,
            InstantSource clock) {
        this.services = services.all().stream()
                .filter(service -> service.managed() != null)
                .toList();
        this.launcher = launcher;
        this.environments = environments;
        this.config = config;
        this.clock = clock;
        this.workloads = new ServiceWorkload(config);
        Path folder = config.logs().resolveSibling("services");
        this.folders = new Homes(folder, folder.resolve(".none"));
    }

    /** Starts them all; returns at once. */
    public void start() {
        if (services.isEmpty()) {
            return;
        }
        launcher.onEnd((id, ended) -> bell.ring());
        for (int i = 0; i < services.size(); i++) {
            Service service = services.get(i);
            Account account = new Account(service.plainName(), FIRST_UID + i);
            threads.execute(() -> {
                try {
                    run(service, account);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } catch (RuntimeException e) {
                    LOG.error("The service {} cannot be kept running", service.name(), e);
                }
            });
        }
    }

    private void run(Service service, Account account) throws InterruptedException {
        WorkloadId id = ServiceWorkload.id(service);
        end(id);
        Duration pause = FIRST_PAUSE;
        while (true) {
            Instant begun = clock.instant();
            try {
                launch(service, account);
                awaitEnd(id);
                LOG.warn("The service {} has ended; its log is {}", service.name(), workloads.log(service));
            } catch (LaunchException e) {
                LOG.error("The service {} cannot be started: {}", service.name(), e.getMessage());
            }
            launcher.forget(id);
            boolean lasted = Duration.between(begun, clock.instant()).compareTo(LONGEST_PAUSE) > 0;
            pause = lasted ? FIRST_PAUSE : pause;
            new Bell().await(0, pause); // nobody rings it
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    private void launch(Service service, Account account) throws InterruptedException {
        Service.Managed managed = service.managed();
        if (managed == null) {
            throw new IllegalArgumentException(service + " is run elsewhere");
        }
        Environment environment = awaitEnvironment();
        try {
            Files.createDirectories(config.logs());
        } catch (IOException e) {
            throw new LaunchException("There is no folder for logs: " + e.getMessage(), "Check the disk.", e);
        }
        launcher.start(workloads.of(service, managed, account, environment, folders.ensure(account)));
    }

    private Environment awaitEnvironment() throws InterruptedException {
        while (true) {
            long rung = bell.count();
            Optional<Environment> ready = environments.ready(ServerEnvironments.DEFAULT);
            if (ready.isPresent()) {
                return ready.get();
            }
            bell.await(rung, LOOK_AGAIN);
        }
    }

    private void awaitEnd(WorkloadId id) throws InterruptedException {
        while (true) {
            long rung = bell.count();
            if (!(launcher.status(id) instanceof WorkloadStatus.Running)) {
                return;
            }
            bell.await(rung, LOOK_AGAIN);
        }
    }

    private void end(WorkloadId id) throws InterruptedException {
        if (launcher.status(id) instanceof WorkloadStatus.Running) {
            launcher.stop(id, GRACE);
            awaitEnd(id);
        }
        launcher.forget(id);
    }

    /** Ends them. */
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("A service's thread did not let go within 5 seconds");
            }
            for (Service service : services) {
                WorkloadId id = ServiceWorkload.id(service);
                if (launcher.status(id) instanceof WorkloadStatus.Running) {
                    launcher.stop(id, GRACE);
                    awaitEnd(id);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
