/** Shell text that brings one file over HTTP: it follows redirects one by one, resumes and tries again. */
import { sh } from '../program';

const untilRequest = sh`
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
`;
const untilAnswer = sh`
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
`;
const rest = sh`
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
`;

/** A program that brings files over HTTP includes this, and then `publish`, which calls `transfer`. */
export const transfer = untilRequest + untilAnswer + rest;

/** What a transfer with further logins does beside that: a token by the address, and the login of a proxy. */
const logins = sh`

# The token of a second server: TOKEN_FOR is the longer prefix of the two that lead to an address.
first_token=$token first_for=\${TOKEN_FOR-} further_token=''
if [ -n "\${FURTHER_TOKEN_FILE-}" ]; then
  need FURTHER_TOKEN_FOR
  further_token=$(tr -d ' \t\r\n' <"$FURTHER_TOKEN_FILE") || fail "$bad_input" "cannot read the token in $FURTHER_TOKEN_FILE"
  case "$further_token" in '' | *[!A-Za-z0-9._~+/=-]*) fail "$bad_input" "$FURTHER_TOKEN_FILE does not hold a bearer token" ;; esac
fi
choose_token() {
  token=$first_token TOKEN_FOR=$first_for
  [ -n "$further_token" ] || return 0
  case "$1" in "$FURTHER_TOKEN_FOR"*) token=$further_token TOKEN_FOR=$FURTHER_TOKEN_FOR ;; esac
}

# login_part <name>: one line of the Secret, as a file of curl quotes it.
login_part() {
  part=$(cat "$PROXY_LOGIN/$1") || fail "$bad_input" "cannot read $1 of the proxy in $PROXY_LOGIN"
  case "$part" in '' | *"$newline"*) fail "$bad_input" "$1 of the proxy in $PROXY_LOGIN is not one line" ;; esac
  printf '%s' "$part" | sed 's/[\\"]/\\&/g'
}
proxy_options=''
if [ -n "\${CURL_CA_BUNDLE-}" ]; then proxy_options="proxy-cacert = \"$CURL_CA_BUNDLE\""; fi
if [ -n "\${PROXY_LOGIN-}" ]; then
  proxy_name=$(login_part username) || exit
  case "$proxy_name" in *:*) fail "$bad_input" "username of the proxy in $PROXY_LOGIN has a colon" ;; esac
  proxy_password=$(login_part password) || exit
  proxy_options="$proxy_options\${newline}proxy-user = \"$proxy_name:$proxy_password\""
fi

# Runs in a subshell, which becomes curl, so that a signal ends it. The login is no argument: every process of the node could read that.
curl() {
  first=$1
  shift
  exec curl "$first" --config /dev/fd/3 "$@" --write-out '%{stderr}status %{http_code}\nnext %{redirect_url}\nproxy %{http_connect}\n' 3<<END
$proxy_options
END
}

refuse_login() {
  # Of a tunnel, the answer of the proxy is not the status.
  case "$status $(sed -n 's/^proxy //p' "$scratch/answer")" in *407*)
    fail "$refused" "$1: the proxy answered 407: it did not accept the name and the password that the Secret has" ;;
  esac
}
`;

/**
 * The same with a second token and the login of a proxy. A text of its own: with another one, every loader of a running
 * platform would run again.
 */
export const transferWithLogins = [
  untilRequest,
  '  choose_token "$1"\n',
  untilAnswer,
  '    refuse_login "$3"\n',
  rest,
  logins,
].join('');
