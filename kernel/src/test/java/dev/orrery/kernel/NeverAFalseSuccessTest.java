package dev.orrery.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What must not pass as a success, whatever the notebook does to make it look like one. */
class NeverAFalseSuccessTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            an exception               | 1/0                                                             | CellFailed | ZeroDivisionError
            leaving with code 1        | import sys; sys.exit(1)                                         | CellFailed | SystemExit
            leaving with code 0        | import sys; sys.exit(0)                                         | CellFailed | SystemExit
            an interrupt of its own    | raise KeyboardInterrupt                                         | CellFailed | KeyboardInterrupt
            broken syntax              | def                                                             | CellFailed | SyntaxError
            asking for input           | input('who?')                                                   | CellFailed | StdinNotImplementedError
            an exception with no text  | raise type('Bare', (BaseException,), {})                        | CellFailed | Bare
            a swallowing handler       | get_ipython().set_custom_exc((Exception,), lambda *a, **k: None); 1/0 | CellFailed | ZeroDivisionError
            the process leaving with 0 | import os; os._exit(0)                                          | KernelDied | exit code 0
            the process leaving with 3 | import os; os._exit(3)                                          | KernelDied | exit code 3
            being killed               | import os; os.kill(os.getpid(), 9)                              | KernelDied | signal 9
            a crash in native code     | import ctypes; ctypes.string_at(0)                              | KernelDied | signal 11
            """)
    void aCellThatFailsIsNeverASuccess(String what, String source, String kind, String detail) {
        TestingRun run = new TestingRun(source, "print('after')");

        ExecutionResult result = run.run();

        assertEquals(kind, result.getClass().getSimpleName(), what + ": " + result);
        assertTrue(result.toString().contains(detail), result::toString);
        assertEquals("failed", run.status(0));
        assertEquals("pending", run.status(1));
        assertFalse(run.printed.toString().contains("after"));
        assertTrue(run.notebook.metadata().path("papermill").path("exception").asBoolean(false));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            the handler of an earlier cell | get_ipython().set_custom_exc((Exception,), lambda *a, **k: None) | 1/0 | ZeroDivisionError
            an aborted reply | async def f(*a, **k): return {'status': 'aborted'}%nget_ipython().kernel.do_execute = f | 1 | Aborted
            no reply at all        | async def f(*a, **k): return {}%nget_ipython().kernel.do_execute = f | 1 | AnswerLost
            """)
    void whatAnEarlierCellDidDoesNotHideAFailure(String what, String first, String second, String detail) {
        TestingRun run = new TestingRun(first.formatted(), second);

        ExecutionResult result = run.run();

        assertTrue(result.toString().contains(detail), what + ": " + result);
        assertEquals("completed", run.status(0));
        assertEquals("failed", run.status(1));
    }

    @ParameterizedTest
    @CsvSource({"raises-exception"})
    void aCellThatMayRaiseLetsTheRunGoOnAndFailsIt(String tag) {
        TestingRun run = new TestingRun("1/0", "print('after')").tag(0, tag);

        ExecutionResult.CellFailed failed = assertInstanceOf(ExecutionResult.CellFailed.class, run.run());

        assertEquals("ZeroDivisionError", failed.name());
        assertEquals(0, failed.index());
        assertEquals("after\n", run.text(1));
        assertEquals("completed", run.status(0));
    }
}
