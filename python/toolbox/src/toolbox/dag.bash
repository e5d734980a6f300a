# Completion of the dag command for bash: source <(dag completion bash)
_dag() {
    local word=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]}
    if [[ $COMP_CWORD -eq 1 ]]; then
        mapfile -t COMPREPLY < <(compgen -W "create check preview push run backfill clear mark logs list pause resume status completion --help --version" -- "$word")
        return
    fi
    if [[ $word == -* ]]; then
        local options="--json --help"
        case $command in
            push) options+=" --message" ;;
            preview) options+=" --from --to" ;;
            backfill) options+=" --from --to --parameters --raw --order --max-active --existing --latest --stop-after-failures --dry-run --wait --pause --resume --cancel" ;;
            pause) options+=" --reason" ;;
            clear) options+=" --latest --from --to --task --upstream --downstream --map-index --only-failed --dry-run" ;;
            mark) options+=" --from --to --task --upstream --downstream --map-index --only-failed --dry-run" ;;
            run) options+=" --parameters --raw --wait" ;;
            logs) options+=" --no-follow" ;;
            list) options+=" --ids" ;;
        esac
        mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
        return
    fi
    case $command in
        create) [[ $COMP_CWORD -eq 2 ]] && mapfile -t COMPREPLY < <(compgen -W "notebook pipeline" -- "$word") ;;
        check | preview | push) mapfile -t COMPREPLY < <(compgen -d -- "$word") ;;
        mark) [[ $COMP_CWORD -eq 2 ]] && mapfile -t COMPREPLY < <(compgen -W "success failed skipped" -- "$word") ;;
        run | logs | status | backfill | clear | pause | resume)
            [[ $COMP_CWORD -eq 2 ]] && mapfile -t COMPREPLY < <(compgen -W "$(dag list --ids 2>/dev/null)" -- "$word")
            ;;
        completion) mapfile -t COMPREPLY < <(compgen -W "bash" -- "$word") ;;
    esac
}
complete -F _dag dag
