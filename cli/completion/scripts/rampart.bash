# Completion of rampart for bash; load it with: source <(rampart completion bash)
_rampart() {
  local IFS=$'\n' word glued=0 current prefix="" kind value
  local -a words=() answer=()
  # Bash splits words at the signs of COMP_WORDBREAKS; rampart knows --format=json as one.
  for word in "${COMP_WORDS[@]:1:COMP_CWORD}"; do
    if [[ ${#words[@]} -gt 0 && ( $glued == 1 || $word == [=:] ) ]]; then
      words[${#words[@]}-1]+=$word
      glued=0
    else
      words+=("$word")
    fi
    [[ $word == [=:] ]] && glued=1
  done
  if [[ ${#words[@]} -gt 0 ]]; then current=${words[${#words[@]}-1]}; fi
  # What bash took off the word must not be in the answer either.
  [[ $COMP_WORDBREAKS == *=* && $current == *=* ]] && prefix=${current%"${current##*=}"}
  [[ $COMP_WORDBREAKS == *:* && $current == *:* ]] && prefix=${current%"${current##*:}"}
  mapfile -t answer < <("${COMP_WORDS[0]/#\~/$HOME}" complete -- "${words[@]}" 2>/dev/null)
  kind=${answer[0]-}
  COMPREPLY=()
  case $kind in
    files) compopt -o default ;;
    folders) compopt -o dirnames ;;
    *)
      for value in "${answer[@]:1}"; do
        value=${value%%$'\t'*}
        COMPREPLY+=("$(printf '%q' "${value#"$prefix"}")")
      done
      [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *= ]] && compopt -o nospace
      ;;
  esac
  return 0
}
complete -F _rampart rampart
