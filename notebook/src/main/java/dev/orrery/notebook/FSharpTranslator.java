package dev.orrery.notebook;

import java.math.BigInteger;
import java.util.List;

/** F# of .NET Interactive. */
final class FSharpTranslator extends Translator {
    @Override
    String comment(String text) {
        return "(* " + text + " *)";
    }

    @Override
    String assign(String name, String value) {
        return "let " + name + " = " + value;
    }

    @Override
    String nothing() {
        return "None";
    }

    @Override
    String integer(BigInteger value) {
        return value.bitLength() < 32 ? value.toString() : value + "L";
    }

    @Override
    String notANumber() {
        return "nan";
    }

    @Override
    String infinity(boolean positive) {
        return positive ? "infinity" : "-infinity";
    }

    @Override
    String list(List<String> items) {
        return "[ " + String.join("; ", items) + " ]";
    }

    @Override
    String dict(List<Entry> entries) {
        List<String> pairs = entries.stream()
                .map(entry -> "(" + string(entry.key()) + ", " + entry.value() + " :> IComparable)")
                .toList();
        return "[ " + String.join("; ", pairs) + " ] |> Map.ofList";
    }
}
