package dev.orrery.publish;

import static dev.orrery.publish.TestingFolders.YAML;
import static dev.orrery.publish.TestingFolders.notebook;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublisherTest {
    @TempDir
    Path directory;

    private final TestingDeployment deployment = new TestingDeployment();
    private DagRepository repository;
    private Publisher publisher;

    @BeforeEach
    void open() {
        repository = DagRepository.open(
                directory.resolve("dags.git"), InstantSource.fixed(Instant.parse("2026-03-01T10:00:00Z")));
        publisher = new Publisher(repository, new DagChecker(Set.of("python3")), deployment);
    }

    @AfterEach
    void close() {
        repository.close();
    }

    @Test
    void aPushCommitsTheFilesAndDeploysThatCommit() {
        PushResult.Deployed pushed = deployed(publisher.push(TestingFolders.sales(), "ana", "first"));

        assertEquals(
                new PushResult.Deployed("sales", pushed.commit(), true, TestingDeployment.NEXT, List.of()), pushed);
        assertEquals(
                List.of(new TestingDeployment.Deployed(
                        "sales", YAML, pushed.commit(), "ana", List.of("dag.yml", "notebook.ipynb"))),
                deployment.calls);
        assertEquals(pushed.commit(), repository.latest("sales").orElseThrow().commit());
    }

    @Test
    void problemsChangeNothing() {
        String before =
                deployed(publisher.push(TestingFolders.sales(), "ana", "")).commit();
        PushResult refused = publisher.push(TestingFolders.of(Map.of("dag.yml", YAML)), "ana", "");

        assertEquals(
                "sales", assertInstanceOf(PushResult.Refused.class, refused).dagId());
        assertEquals(1, deployment.calls.size());
        assertEquals(before, repository.latest("sales").orElseThrow().commit());
    }

    @Test
    void theSameFilesAgainAreNoChange() {
        String first =
                deployed(publisher.push(TestingFolders.sales(), "ana", "")).commit();
        PushResult.Deployed again = deployed(publisher.push(TestingFolders.sales(), "ana", ""));

        assertEquals(first, again.commit());
        assertFalse(again.changed());
        assertEquals(TestingDeployment.NEXT, again.nextRunAt());
    }

    @Test
    void aDagOfAnotherUserIsTakenOverWithAWarning() {
        publisher.push(TestingFolders.sales(), "ana", "");
        PushResult.Deployed taken = deployed(publisher.push(changed(), "bo", ""));

        assertEquals(1, taken.warnings().size());
        assertTrue(taken.warnings().getFirst().message().contains("'ana'"));
        assertFalse(taken.warnings().getFirst().isError());
        assertEquals("bo", deployment.calls.getLast().runAs());
    }

    @Test
    void aCommitThatWasNotDeployedIsDeployedByTheNextPushOfTheSameFiles() {
        deployment.failing = true;
        PublishException failed =
                assertThrows(PublishException.class, () -> publisher.push(TestingFolders.sales(), "ana", ""));
        assertEquals("not-deployed", failed.code());

        deployment.failing = false;
        assertTrue(deployed(publisher.push(TestingFolders.sales(), "ana", "")).changed());
        assertEquals(1, deployment.calls.size());
    }

    @Test
    void aCommitThatWasNotDeployedIsDeployedAtTheNextStart() {
        publisher.push(TestingFolders.sales(), "ana", "");
        deployment.failing = true;
        assertThrows(PublishException.class, () -> publisher.push(changed(), "bo", ""));
        assertEquals(List.of(), publisher.repair());

        deployment.failing = false;
        assertEquals(List.of("sales"), publisher.repair());
        assertEquals("bo", deployment.calls.getLast().runAs());
        assertEquals(
                Optional.of(repository.latest("sales").orElseThrow().commit()), deployment.deployedCommit("sales"));
        assertEquals(List.of(), publisher.repair());
    }

    @Test
    void aCommitOfAnotherDagDeploysNothingAgain() {
        publisher.push(TestingFolders.sales(), "ana", "");
        publisher.push(
                TestingFolders.of(
                        Map.of("dag.yml", YAML.replace("sales", "stock"), "notebook.ipynb", notebook("msgs = 1"))),
                "bo",
                "");
        assertEquals(List.of(), publisher.repair());
        assertEquals(2, deployment.calls.size());
    }

    private static Folder changed() {
        return TestingFolders.of(Map.of("dag.yml", YAML, "notebook.ipynb", notebook("msgs = 'y'")));
    }

    private static PushResult.Deployed deployed(PushResult result) {
        return assertInstanceOf(PushResult.Deployed.class, result, result.toString());
    }
}
