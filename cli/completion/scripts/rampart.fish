# Completion of rampart for fish; write it to ~/.config/fish/completions/rampart.fish
function __rampart_complete
    set -l before (commandline -opc)
    set -l current (commandline -ct)
    set -l answer ($before[1] complete -- $before[2..-1] "$current" 2>/dev/null)
    set -l prefix (string match -r '^.*=' -- "$current")
    set -l rest (string replace -r '^.*=' '' -- "$current")
    switch "$answer[1]"
        case files
            for path in (__fish_complete_path "$rest")
                echo "$prefix$path"
            end
        case folders
            for path in (__fish_complete_directories "$rest")
                echo "$prefix$path"
            end
        case '*'
            printf '%s\n' $answer[2..-1]
    end
end
complete -c rampart -f -a '(__rampart_complete)'
