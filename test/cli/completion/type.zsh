# Types each line and a Tab into an interactive zsh, and prints what the terminal shows until nothing more comes. Lines and
# what each is waited for alternate: zsh -f type.zsh LINE TEXT LINE TEXT …
zmodload zsh/zpty zsh/datetime
zpty -b shell zsh -f -i

# Everything that the terminal shows until it has TEXT, or for two minutes: a busy machine takes its time.
await() {
  local seen='' part
  local -F end=$((EPOCHREALTIME + 120))
  while [[ $seen != *$1* ]] && ((EPOCHREALTIME < end)); do
    if zpty -r -t shell part; then seen+=$part; else sleep 0.05; fi
  done
  print -r -- "$seen"
}

zpty -w shell "PS1='> '; autoload -Uz compinit; compinit -u -D; source <(rampart completion zsh); print -r ready\$((1))"
await ready1 > /dev/null
for line text in "$@"; do
  zpty -w -n shell "$line"$'\t'
  print -r -- "=$line"
  await "$text"
  zpty -w -n shell $'\C-U'
done
zpty -d shell
