package dev.orrery.runner;

/** What {@code orrery diff --help} says. */
final class DiffHelp {
    static final String TEXT = """
            Usage: orrery diff [options] A B
                   orrery diff [options] [REVISION [REVISION]] [PATH...]

            Shows what differs between two notebooks, cell by cell. With git's revisions, or none, the notebooks
            below PATH that changed (default: those of the repository, since HEAD, in the working tree).

            What is shown
              -U, --unified N            so many unchanged lines around a change (default 3)
              --color auto|always|never  colours (default auto: on a terminal, unless NO_COLOR is set)
              --json                     print the difference in nbdime's format
              --out FILE                 write the difference in nbdime's format to a file
              --exit-code                exit with 1 where there is a difference

            What is compared: the small letter compares these parts alone, the large one all but these
              -s, -S, --sources,     --ignore-sources
              -o, -O, --outputs,     --ignore-outputs
              -a, -A, --attachments, --ignore-attachments
              -m, -M, --metadata,    --ignore-metadata
              -i, -I, --id,          --ignore-id
              -d, -D, --details,     --ignore-details     execution counts

            git
              --install-git [--global]   let git diff show notebooks like this, in this repository or in all of yours
              --uninstall-git [--global] undo it

            Exit codes: 0 done, 1 an input is missing or is no notebook (or: a difference, see --exit-code), 2 wrongly asked.
            """;

    private DiffHelp() {}
}
