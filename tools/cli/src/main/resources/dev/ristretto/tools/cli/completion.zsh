#compdef ristretto
# Completion of ristretto in zsh. Written by 'ristretto completion zsh'; its version knows the commands of that ristretto.

# Sets what there is behind the words of a command.
_ristretto_describe() {
  case $1 in
#TABLE
    *) subs='' opts='' vals='' args='' ;;
  esac
}

_ristretto() {
  emulate -L zsh
  local word place='' pending='' what kind
  local subs opts vals args
  local -a list
  _ristretto_describe ''
  for word in "${(@)words[2,CURRENT-1]}"; do
    if [[ -n $pending ]]; then
      pending=''
    elif [[ $word == -- ]]; then
      # The rest is the application's own.
      args=/ opts='' subs='' vals=''
    elif [[ $word == -* ]]; then
      [[ $vals == *" $word="* ]] && pending=$word
    elif [[ " $subs " == *" $word "* ]]; then
      place="${place:+$place }$word"
      _ristretto_describe "$place"
    fi
  done
  if [[ -z $pending && $PREFIX == --*=* && $vals == *" ${PREFIX%%=*}="* ]]; then
    pending=${PREFIX%%=*}
    compset -P '*='
  fi
  if [[ -n $pending ]]; then
    what=${vals#*" $pending="}
    what=${what%% *}
  elif [[ $PREFIX == -* ]]; then
    what=${opts// /,}
  elif [[ -n $subs ]]; then
    what=${subs// /,}
  else
    what=$args
  fi
  if [[ $what == @* ]]; then
    kind=${${what#@}%/}
    list=(${(f)"$(${~words[1]} __names $kind 2>/dev/null)"})
  else
    list=(${(s:,:)${what%/}})
  fi
  (( $#list )) && compadd -a list
  [[ $what == */ ]] && _files
  return 0
}

compdef _ristretto ristretto
