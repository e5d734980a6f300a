package dev.orrery.notebook;

import org.jspecify.annotations.Nullable;

/**
 * A parameter that a notebook declares in its cell tagged {@code parameters}.
 *
 * @param name the variable's name
 * @param type the type as written (an annotation, else a type comment), or null where the cell names none
 * @param defaultValue the source text of the default, in one line unless a string runs over several
 * @param help the comment behind the default; empty when there is none
 * @param line where it starts in the cell, counted from 1
 * @param inexact true where papermill gives up on the line, since it holds more than one equals sign
 */
public record Parameter(
        String name, @Nullable String type, String defaultValue, String help, int line, boolean inexact) {}
