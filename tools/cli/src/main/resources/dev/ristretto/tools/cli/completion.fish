# Completion of ristretto in fish. Written by 'ristretto completion fish'; its version knows the commands of that ristretto.

# Sets what there is behind the words of a command.
function __ristretto_describe
    set -g __ristretto_subs
    set -g __ristretto_opts
    set -g __ristretto_vals
    set -g __ristretto_args
    switch "$argv[1]"
#TABLE
    end
end

function __ristretto_complete
    set -l before (commandline -opc)
    set -l current (commandline -ct)
    set -l place ''
    set -l pending ''
    set -l prefix ''
    set -l what
    __ristretto_describe ''
    for word in $before[2..-1]
        if test -n "$pending"
            set pending ''
        else if test "$word" = --
            # The rest is the application's own.
            __ristretto_describe --
            set -g __ristretto_args /
        else if string match -q -- '-*' $word
            string match -q -- "$word=*" $__ristretto_vals; and set pending $word
        else if contains -- $word $__ristretto_subs
            set place (string trim -- "$place $word")
            __ristretto_describe $place
        end
    end
    if test -z "$pending"; and string match -qr -- '^--[^=]+=' $current
        set -l option (string replace -r -- '=.*' '' $current)
        if string match -q -- "$option=*" $__ristretto_vals
            set pending $option
            set prefix "$option="
        end
    end
    if test -n "$pending"
        set what (string replace -- "$pending=" '' (string match -- "$pending=*" $__ristretto_vals))
    else if string match -q -- '-*' $current
        printf '%s\n' $__ristretto_opts
        return
    else if set -q __ristretto_subs[1]
        printf '%s\n' $__ristretto_subs
        return
    else
        set what $__ristretto_args
    end
    switch "$what"
        case '@*'
            set -l kind (string trim -c '@/' -- $what)
            for name in ($before[1] __names $kind 2>/dev/null)
                echo $prefix$name
            end
        case /
        case '*'
            for word in (string split , -- $what)
                test -n "$word"; and echo $prefix$word
            end
    end
    string match -q -- '*/' "$what"; and __fish_complete_path $current
end

complete -c ristretto -f -a '(__ristretto_complete)'
