# Types each line given into an interactive zsh with the completion loaded, presses Tab and prints what the line has become.
# Usage: zsh -f complete.zsh FOLDER_OF_THE_COMPLETION LINE…
zmodload zsh/zpty
folder=$1
shift
mkfifo $folder/answer
# Open for writing too, so that a writer who goes is no end.
exec {answers}<>$folder/answer
zpty session zsh -f -i
zpty -w session "
  PS1=
  fpath=($folder \$fpath)
  autoload -Uz compinit && compinit -u -D
  tell() { zle complete-word; print -r -- \"\$BUFFER\" >$folder/answer; BUFFER= }
  zle -N tell && bindkey '^T' tell
  print ready >$folder/answer
"
read -r -u $answers answer
for line; do
  zpty -w -n session $line$'\C-t'
  read -r -u $answers answer
  print -r -- $answer
done
zpty -d session
