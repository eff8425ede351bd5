#compdef rampart
# Completion of rampart for zsh; load it behind compinit with: source <(rampart completion zsh)
_rampart() {
  local -a answer plain described
  local line value
  answer=("${(@f)$("${words[1]}" complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
  case ${answer[1]} in
    files)
      compset -P '*='
      _files
      return
      ;;
    folders)
      compset -P '*='
      _files -/
      return
      ;;
  esac
  for line in "${(@)answer[2,-1]}"; do
    value=${line%%$'\t'*}
    if [[ $value == *= ]]; then
      plain+=("$value")
    else
      # A colon parts the value from what is said of it.
      described+=("${value//:/\\:}${${line#$value}:+:${line#*$'\t'}}")
    fi
  done
  (( $#plain )) && compadd -S '' -a plain
  (( $#described )) && _describe -t values 'rampart' described
}
if [[ ${funcstack[1]} == _rampart ]]; then
  # Loaded from fpath, at the first Tab.
  _rampart "$@"
else
  compdef _rampart rampart
fi
