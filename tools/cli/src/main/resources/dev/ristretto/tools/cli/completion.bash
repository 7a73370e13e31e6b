# Completion of ristretto in bash. Written by 'ristretto completion bash'; its version knows the commands of that ristretto.

# Sets what there is behind the words of a command.
_ristretto_describe() {
  case $1 in
#TABLE
    *) subs='' opts='' vals='' args='' ;;
  esac
}

_ristretto() {
  local program word current place='' pending='' what list breaks
  local subs opts vals args
  local -a before
  # By blanks alone: bash would also break words at : and =, which names and options have inside.
  read -ra before <<<"${COMP_LINE:0:COMP_POINT}"
  if [[ ${COMP_LINE:0:COMP_POINT} == *[[:space:]] ]]; then
    current=''
  else
    current=${before[-1]}
    unset 'before[-1]'
  fi
  program=${before[0]/#\~/$HOME}
  _ristretto_describe ''
  for word in "${before[@]:1}"; do
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
  if [[ -z $pending && $current == --*=* && $vals == *" ${current%%=*}="* ]]; then
    pending=${current%%=*}
    current=${current#*=}
  fi
  if [[ -n $pending ]]; then
    what=${vals#*" $pending="}
    what=${what%% *}
  elif [[ $current == -* ]]; then
    what=${opts// /,}
  elif [[ -n $subs ]]; then
    what=${subs// /,}
  else
    what=$args
  fi
  COMPREPLY=()
  case $what in
    @*)
      list=${what#@}
      list=$("$program" __names "${list%/}" 2>/dev/null)
      ;;
    *) list=${what//,/$'\n'} ;;
  esac
  local IFS=$'\n'
  [[ $what == / ]] || COMPREPLY=($(compgen -W "$list" -- "$current"))
  if [[ $what == */ ]]; then
    compopt -o filenames 2>/dev/null
    COMPREPLY+=($(compgen -f -- "$current"))
  fi
  # What readline takes for the beginning of another word is there already.
  breaks=${current%"${current##*[:=]}"}
  if [[ -n $breaks && $COMP_WORDBREAKS == *[:=]* ]]; then
    COMPREPLY=("${COMPREPLY[@]#"$breaks"}")
  fi
}

complete -F _ristretto ristretto
