package dev.orrery.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

/** Which kernel to start before a notebook is read. */
class EarlyKernelTest {
    @Test
    void takesTheNameFromTheNotebooksMetadata() {
        assertEquals("ir", EarlyKernel.nameIn("""
                        {"cells": [{"source": "\\"kernelspec\\": {\\"name\\": \\"x\\"}"}],
                         "metadata": {"kernelspec": {"display_name": "R 4", "name" : "ir"}, "name": "y"}}"""));
    }

    @Test
    void guessesNothingWhereTheNameIsNotPlainlyThere() {
        assertNull(EarlyKernel.nameIn(""));
        assertNull(EarlyKernel.nameIn("{\"metadata\": {\"name\": \"x\"}}"));
        assertNull(EarlyKernel.nameIn("{\"kernelspec\": {}, \"name\": \"x\"}"));
        assertNull(EarlyKernel.nameIn("{\"kernelspec\": {\"name\": 3}, \"y\": \"z\"}"));
        assertNull(EarlyKernel.nameIn("{\"kernelspec\": {\"name\""));
    }
}
