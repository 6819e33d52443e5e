# shellcheck shell=bash
# Credentials that AWS would never give and XML can carry. Set N is the Nth of each list; the first is like the real ones.

NASTY_KEYS=(
  'ASIAIOSFODNN7EXAMPLE'
  "AS'IA\"\$(touch pwned)\`touch pwned\`"
  'x\'
  '=ls -n'
)

NASTY_SECRETS=(
  'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY='
  "'; touch pwned; '"$'\t'"!! !touch \$HOME %PATH% ^& |<> {a,b} [x]* ? ~ #"
  "; touch pwned; # \\\\ \\' \\n \\x41 '\\'"
  $'\u2018a\u2019; New-Item pwned; \u201c$(New-Item pwned)\u201d\u00a0\ufeff'
)

NASTY_TOKENS=(
  'IQoJb3JpZ2luX2VjEXAMPLE//////////wEaCXVzLWVhc3QtMSJHMEUCIQ=='
  "a  b   c '''\"\"\"\`\`\` it's ok! (touch pwned) @(touch pwned)"
  "'\\\\'' \"; touch pwned; \" \\"
  $'\u00e9\u4e2d\U0001f600\u2028\u202e e\u0301\uf600\uf6ff \\u0041'
)
