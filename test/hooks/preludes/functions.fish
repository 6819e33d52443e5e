# A user whose functions have the names of commands that a hook runs.
function math
    builtin echo 77
end
function date
    builtin echo 77
end
function echo
    builtin echo 77
end
function path
    builtin echo 77
end
function printf
    builtin echo 77
end
