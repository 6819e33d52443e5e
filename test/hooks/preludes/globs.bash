# shellcheck shell=bash
# Every way in which a word with a star or a question mark can go wrong.
shopt -s nullglob extglob failglob
