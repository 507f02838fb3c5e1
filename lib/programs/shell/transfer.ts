/** Shell text that brings one file over HTTP: resumes, retries, proves and publishes, or leaves the root as it was. */
import { sh } from '../program';

/**
 * One partial file per digest, locked by `flock` on the very descriptor that curl writes to. So two at once do the work
 * once; a lock ends with the last process that could write, however it was killed; and on NFS 4 a client that lost its
 * lease loses the lock and the right to write together. A blob appears under its name by a rename, after its bytes were
 * hashed and flushed; the marker (size and mtime) is written before the rename, so a blob that is there needs no second
 * hash.
 */
export const transfer = sh`
need PATIENCE_SECONDS FIRST_PAUSE_SECONDS PROGRESS_SECONDS
# Bytes a second, and the seconds for which a source may be slower: a line of 100 Mbit/s divided among 3 000 transfers brings as much.
least_speed=\${LEAST_SPEED:-4096} slow_seconds=\${SLOW_SECONDS:-60}
slowest_pause=30
most_redirects=10
mebibyte=1048576

token=''
if [ -n "\${TOKEN_FILE-}" ]; then
  token=$(tr -d ' \t\r\n' <"$TOKEN_FILE") || fail "$bad_input" "cannot read the token in $TOKEN_FILE"
  case "$token" in '' | *[!A-Za-z0-9._~+/=-]*) fail "$bad_input" "$TOKEN_FILE does not hold a bearer token" ;; esac
  need TOKEN_FOR
fi

# may_have_token <address>: only below TOKEN_FOR, character by character, and with no step in the path that leads out of it.
may_have_token() {
  [ -n "$token" ] || return 1
  case "$1" in "$TOKEN_FOR"*) ;; *) return 1 ;; esac
  below=\${1#"$TOKEN_FOR"} below=/\${below%%[?#]*}/
  case "$below" in */../* | *%2[eEfF]* | *%5[cC]* | *\\*) return 1 ;; esac
}

# one_request <address> <bytes that are there> <most bytes that may follow>: appends the answer's body to descriptor 9; a redirect has
# none, and its address is in next. The token goes through standard input: every process of the node could read an argument.
one_request() {
  authorization='' schemes='=http,https'
  if may_have_token "$1"; then authorization="header = \"Authorization: Bearer $token\""; fi
  case "$1" in https://*) schemes='=https' ;; esac
  curl --disable --config - --globoff --silent --show-error --fail --location --max-redirs 0 --proto "$schemes" --proto-redir "$schemes" \
    --connect-timeout 20 --speed-limit "$least_speed" --speed-time "$slow_seconds" --continue-at "$2" --max-filesize "$3" \
    --header 'Accept: application/vnd.docker.distribution.manifest.v2+json, */*' \
    --write-out '%{stderr}status %{http_code}\nnext %{redirect_url}\n' "$1" >&9 2>"$scratch/answer" <<END &
$authorization
END
  job=$!
  wait "$job"
  left=$?
  job=''
  status=$(sed -n 's/^status //p' "$scratch/answer")
  next=$(sed -n 's/^next //p' "$scratch/answer")
  reason=$(sed -n 's/^curl: //p' "$scratch/answer" | head -n 1)
}

# request <address> <bytes that are there> <most bytes that may follow> <label>: follows redirects one by one, so that each is judged.
request() {
  asked=$1 redirects=0
  while :; do
    one_request "$asked" "$2" "$3"
    [ "$left" -eq 47 ] || return 0
    redirects=$((redirects + 1))
    [ "$redirects" -le "$most_redirects" ] || { reason="more than $most_redirects redirects"; return 0; }
    case "$next" in
      https://*) ;;
      http://*)
        case "$asked" in https://*) fail "$refused" "$4: \${asked%%[?#]*} redirects from https to \${next%%[?#]*}. No request was sent there." \
          "Others could read and change what is sent over http. Name a source that uses https for every redirect." ;; esac
        ;;
      *) fail "$refused" "$4: \${asked%%[?#]*} redirects to \${next%%[?#]*}, which is neither http nor https" ;;
    esac
    authority=\${next#*://} authority=\${authority%%[/?#]*}
    case "$authority" in *@* | *\\*) fail "$refused" "$4: \${asked%%[?#]*} redirects to an address with a user name. No request was sent there." ;; esac
    asked=$next
  done
}

give_up() {
  case "$status" in
    404 | 410) fail "$unpublished" "$2 is not published yet: $1 answered $status for $PATIENCE_SECONDS s." \
      "The loader downloads it: check its Job and its log." ;;
    *) fail "$network" "$2: no progress for $PATIENCE_SECONDS s from $1 (less than $(human "$least_speed") a second): $reason. $when_away" ;;
  esac
}

# moved <bytes>: true if the source brought at least least_speed bytes for each second since the last progress. A second is added, since
# the clock counts whole ones.
moved() { [ $(($1 - moved_bytes)) -ge $((least_speed * (now - moved_at + 1))) ]; }

# transfer <address> <file behind descriptor 9> <label> <most bytes>: ends when the source says that this was all.
transfer() {
  moved_at=$(date +%s) moved_bytes=$(size "$2") next_pause=$FIRST_PAUSE_SECONDS
  while :; do
    have=$(size "$2")
    request "$1" "$have" $((($4 > have ? $4 - have : 0) + mebibyte)) "$3"
    case "$left:$status" in
      0:* | *:416) break ;;
      1:* | 3:*) fail "$bad_input" "$3: cannot use the address $1: $reason" ;;
      23:*) fail_disk "$2" ;;
      33:*) say "$3: the source cannot resume: starting again"; : >"$2"; moved_bytes=0 ;;
      63:*)
        [ "$have" -gt 0 ] || fail "$checksum" "$3: $1 is larger than the catalogue says; nothing of it was published"
        : >"$2"
        moved_bytes=0
        ;;
      *:401 | *:403) fail "$refused" "$3: $1 answered $status: it needs a token, or the owner of the token has not accepted the licence" ;;
      *:404 | *:410) [ "$when_missing" = wait ] || fail "$missing" "$3: $1 does not exist ($status)" ;;
    esac
    now=$(date +%s)
    now_bytes=$(size "$2")
    if moved "$now_bytes"; then moved_at=$now moved_bytes=$now_bytes next_pause=$FIRST_PAUSE_SECONDS; fi
    [ $((now - moved_at)) -lt "$PATIENCE_SECONDS" ] || give_up "$1" "$3"
    case "$status" in
      404 | 410) say "waiting for the loader to publish $3: $1 answered $status; asking again in $next_pause s," \
        "giving up in $((PATIENCE_SECONDS - now + moved_at)) s" ;;
      *) say "$3: $reason; resuming at $(human "$now_bytes") in $next_pause s" ;;
    esac
    pause "$next_pause"
    next_pause=$((next_pause * 2 < slowest_pause ? next_pause * 2 : slowest_pause))
  done
}

# Progress lines, from a process that holds none of the locks and ends with the shell.
report() {
  before=$(size "$1")
  (
    exec 8>&- 9>&-
    while sleep "$PROGRESS_SECONDS" >/dev/null 2>&1 && kill -0 $$ 2>/dev/null; do
      now=$(size "$1")
      say "$2: $(human "$now") of $(human "$3"), $(human $(((now - before) / PROGRESS_SECONDS)))/s"
      before=$now
    done
  ) &
  reporter=$!
}
end_report() {
  kill "$reporter" 2>/dev/null
  wait "$reporter" 2>/dev/null
  reporter=''
}

# proven: the blob has a marker that fits. reproven: it has none that fits, so its bytes are hashed, and it goes if they are wrong.
proven() { [ -f "$blob" ] && [ "$(stat -c '%s %Y' "$blob")" = "$(cat "$marker" 2>/dev/null)" ]; }
reproven() {
  [ -f "$blob" ] || return 1
  say "$2: hashing $(human "$(size "$blob")"), because no marker says that its digest was checked"
  hash_of "$blob"
  if [ "$sum" = "$1" ]; then mark "$blob"; return 0; fi
  say "$2: the file has the wrong digest sha256:$sum: removing it"
  rm -f "$blob" || fail_disk "$blob"
  return 1
}
mark() {
  if proof=$(stat -c '%s %Y' "$1") && printf '%s\n' "$proof" >"$marker"; then return 0; fi
  fail_disk "$marker"
}
publish() {
  sync "$1" || fail_disk "$1"
  mark "$1"
  mv -f "$1" "$blob" || fail_disk "$blob"
  sync "$WEIGHTS_ROOT/blobs"
}

# The lock counts only if the locked file still has its name: its last holder may have published or removed it.
hold_partial() {
  while :; do
    touch "$partial" || fail_disk "$partial"
    exec 9>>"$partial"
    if ! flock -n -x 9; then
      say "$1: another process is downloading it: waiting"
      leave_root
      beside flock -x 9 || fail_lock "$partial"
      share_root
    fi
    [ "$(stat -L -c %i /proc/self/fd/9)" != "$(stat -c %i "$partial" 2>/dev/null)" ] || return 0
    exec 9>&-
  done
}
release_partial() { exec 9>&-; }

# fetch <digest> <bytes> exact|about <address> <label>
fetch() {
  locate "$1"
  # By the time of its marker the collector sees that this blob is needed now.
  if proven; then touch "$marker"; say "$5: is here"; return 0; fi
  hold_partial "$5"
  if proven || reproven "$1" "$5"; then rm -f "$partial"; release_partial; say "$5: is here"; return 0; fi
  bring "$@"
  publish "$partial"
  release_partial
  say "$5: published, sha256:$1"
}

# A partial file that turns out wrong is thrown away and fetched anew, once: an interrupted disk or a proxy may have damaged it. Its own lock
# guards it, so the root's is not held meanwhile: a source may be slow.
bring() {
  leave_root
  most=$2
  [ "$3" = exact ] || most=$(($2 * 2))
  for attempt in first last; do
    have=$(size "$partial")
    [ "$have" -eq 0 ] || say "$5: resuming at $(human "$have")"
    if [ "$3" != exact ] || [ "$have" -lt "$2" ]; then
      report "$partial" "$5" "$2"
      transfer "$4" "$partial" "$5" "$most"
      end_report
    fi
    say "$5: hashing $(human "$(size "$partial")")"
    hash_of "$partial"
    if [ "$sum" = "$1" ]; then share_root; return 0; fi
    : >"$partial"
    [ "$attempt" = last ] || say "$5: $4 gave sha256:$sum where the catalogue names sha256:$1: deleted, starting again"
  done
  fail "$checksum" "$5: $4 gave sha256:$sum twice, where the catalogue names sha256:$1. Nothing of it was published. $when_wrong"
}
`;
