package dev.orrery.notebook;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The languages that parameters can be written in, by kernel name or by language. */
final class Translators {
    private static final List<String> NAMES =
            List.of("python", "R", "scala", "julia", "matlab", ".net-csharp", ".net-fsharp", ".net-powershell", "bash");

    private Translators() {}

    /** The kernel's own translator, else the language's, else null. Names are case-sensitive. */
    static @Nullable Translator find(String kernelName, String language) {
        Translator byKernel = named(kernelName);
        return byKernel != null ? byKernel : named(language);
    }

    private static @Nullable Translator named(String name) {
        return switch (name) {
            case "python", "pysparkkernel" -> new PythonTranslator();
            case "R", "sparkrkernel" -> new RTranslator();
            case "scala", "sparkkernel" -> new ScalaTranslator();
            case "julia" -> new JuliaTranslator();
            case "matlab" -> new MatlabTranslator();
            case ".net-csharp" -> new CSharpTranslator();
            case ".net-fsharp" -> new FSharpTranslator();
            case ".net-powershell" -> new PowerShellTranslator();
            case "bash" -> new BashTranslator();
            default -> null;
        };
    }

    static String languages() {
        return String.join(", ", NAMES);
    }
}
