#!/bin/sh
# Reads corpus/ into index_data/ and shows three telling queries. Takes the path of the program.
set -eu
searcher=${1:-.venv/bin/searcher}

say() { printf '\n$ searcher'; for word in "$@"; do case $word in *[!A-Za-z0-9_./:-]*) printf " '%s'" "$word" ;; *) printf ' %s' "$word" ;; esac; done; printf '\n'; "$searcher" "$@"; }

say ingest corpus
say search '"cost-sharing" places:korea' --limit 3
say search 'people:"Ji-ho Park" OR title:(ferry w/3 fares)' --limit 3
say search '=US date:2019..2025' --sort newest --limit 3
