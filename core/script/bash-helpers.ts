import type { ScriptWords } from '../text/script.en'
import { ATTACH_HELPER, guestHelpers } from './bash-containers'
import { nicHelpers } from './bash-nics'
import { CLIENT_HOOK } from './services'
import { shellWord } from './shell'

/** Which of the helpers a script has a use for. */
interface Wanted {
  /** Programs with the Debian package that holds each. */
  tools: ReadonlyMap<string, string>
  namespaces: boolean
  links: boolean
  hostLinks: boolean
  settings: boolean
  rules: boolean
  chains: boolean
  containers: boolean
  guests: boolean
  services: boolean
  clients: boolean
  nics: boolean
  policies: boolean
}

function requirements(words: ScriptWords, tools: Wanted['tools']): string[] {
  const lines = [
    'require() {',
    '  if [ "$(id -u)" -ne 0 ]; then',
    `    echo "$NAME: ${words.errors.root}" >&2`,
    '    exit 77',
    '  fi',
  ]
  for (const [tool, from] of tools) {
    lines.push(
      `  if ! command -v ${shellWord(tool)} >/dev/null; then`,
      `    echo "$NAME: ${tool} ${words.errors.tool} ${from}" >&2`,
      '    exit 69',
      '  fi',
    )
  }
  return [...lines, '}']
}

function serviceHelpers(words: ScriptWords): string[][] {
  return [
    [
      `# ${words.serviceRuns}`,
      'service_runs() {',
      '  local pid',
      '  [ -e "$STATE/$1.pid" ] || return 1',
      '  pid=$(cat "$STATE/$1.pid")',
      '  [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = "$2" ]',
      '}',
    ],
    [
      `# ${words.startService}`,
      'start_service() {',
      '  local id=$1 program=$2',
      '  shift 2',
      '  if service_runs "$id" "$program"; then return; fi',
      '  setsid "$@" </dev/null >"$STATE/$id.log" 2>&1 &',
      '  echo "$!" >"$STATE/$id.pid"',
      '}',
    ],
    [
      `# ${words.stopService}`,
      'stop_service() {',
      '  if ! service_runs "$1" "$2"; then return; fi',
      '  kill "$(cat "$STATE/$1.pid")" 2>/dev/null || true',
      '  while service_runs "$1" "$2"; do sleep 0.05; done',
      '}',
    ],
  ]
}

function clientHook(words: ScriptWords): string[] {
  return [
    `# ${words.clientHook}`,
    'client_hook() {',
    '  local hook=$STATE/hook',
    '  mkdir -p "$hook"',
    `  # ${words.noExec}`,
    '  if findmnt -n -o OPTIONS -T "$hook" | grep -qw noexec; then mount -t tmpfs -o mode=755,size=64k netloom "$hook"; fi',
    '  cat >"$hook/udhcpc.sh" <<\'END\'',
    ...CLIENT_HOOK,
    'END',
    '  chmod +x "$hook/udhcpc.sh"',
    '}',
  ]
}

/** The functions that stand at the head of an exported script, each under a line that says what it does. */
export function helperFunctions(words: ScriptWords, wanted: Wanted): string {
  const blocks: string[][] = [
    [`# ${words.helpers}`],
    requirements(words, wanted.tools),
    [
      `# ${words.insideHelp}`,
      'inside() {',
      '  local netns=$1',
      '  shift',
      '  if [ "$netns" = host ]; then "$@"; else ip netns exec "$netns" "$@"; fi',
      '}',
    ],
    [`# ${words.hasNetns}`, 'has_netns() { [ -e "/run/netns/$1" ]; }'],
    [
      `# ${words.hasLink}`,
      'has_link() {',
      '  if [ "$1" = host ]; then ip link show dev "$2"; else ip -n "$1" link show dev "$2"; fi >/dev/null 2>&1',
      '}',
    ],
    ['taken() {', `  echo "$NAME: $1 ${words.errors.taken}" >&2`, '  exit 73', '}'],
  ]
  if (wanted.namespaces) {
    blocks.push(
      [
        `# ${words.freeNetns}`,
        'free_netns() {',
        '  local netns',
        '  for netns in "$@"; do if has_netns "$netns"; then taken "$netns"; fi; done',
        '}',
      ],
      [
        `# ${words.dropNetns}`,
        'drop_netns() {',
        '  local netns',
        '  for netns in "$@"; do if has_netns "$netns"; then ip netns delete "$netns"; fi; done',
        '}',
      ],
    )
  }
  if (wanted.hostLinks) {
    blocks.push([
      `# ${words.freeLinks}`,
      'free_links() {',
      '  local link',
      '  for link in "$@"; do if has_link host "$link"; then taken "$link"; fi; done',
      '}',
    ])
  }
  if (wanted.links) {
    blocks.push([
      `# ${words.dropLink}`,
      'drop_link() {',
      '  if ! has_link "$1" "$2"; then return; fi',
      '  if [ "$1" = host ]; then ip link delete dev "$2"; else ip -n "$1" link delete dev "$2"; fi',
      '}',
    ])
  }
  if (wanted.settings) {
    blocks.push(
      [`# ${words.remember}`, 'remember() { [ -e "$STATE/$1" ] || sysctl -n "$1" >"$STATE/$1"; }'],
      [`# ${words.restore}`, 'restore() { if [ -e "$STATE/$1" ]; then sysctl -q -w "$1=$(cat "$STATE/$1")"; fi; }'],
    )
  }
  if (wanted.rules) {
    blocks.push(
      [
        `# ${words.addRule}`,
        'add_rule() {',
        '  local netns=$1 program=$2 table=$3',
        '  shift 3',
        '  inside "$netns" "$program" -t "$table" -C "$@" 2>/dev/null || inside "$netns" "$program" -t "$table" -A "$@"',
        '}',
      ],
      [
        `# ${words.dropRule}`,
        'drop_rule() {',
        '  local netns=$1 program=$2 table=$3',
        '  shift 3',
        '  if inside "$netns" "$program" -t "$table" -C "$@" 2>/dev/null; then',
        '    inside "$netns" "$program" -t "$table" -D "$@"',
        '  fi',
        '}',
      ],
    )
  }
  if (wanted.chains) {
    blocks.push(
      [`# ${words.addChain}`, 'add_chain() { inside "$1" "$2" -t nat -N "$3" 2>/dev/null || inside "$1" "$2" -t nat -F "$3"; }'],
      [
        `# ${words.dropChain}`,
        'drop_chain() {',
        '  if inside "$1" "$2" -t nat -F "$3" 2>/dev/null; then inside "$1" "$2" -t nat -X "$3"; fi',
        '}',
      ],
    )
  }
  if (wanted.containers) blocks.push([`# ${words.attachHelp}`, ...ATTACH_HELPER])
  if (wanted.guests) blocks.push(...guestHelpers(words))
  if (wanted.services) blocks.push(...serviceHelpers(words))
  if (wanted.clients) blocks.push(clientHook(words))
  if (wanted.nics) blocks.push(...nicHelpers(words))
  if (wanted.policies) {
    blocks.push(
      [
        `# ${words.policyNote}`,
        'policy_note() {',
        '  local inode=',
        '  if [ "$1" != host ]; then inode=.$(stat -Lc %i "/run/netns/$1"); fi',
        '  echo "$STATE/policy.$1$inode.$2.$3"',
        '}',
      ],
      [
        `# ${words.setPolicy}`,
        'set_policy() {',
        '  local note rules',
        '  note=$(policy_note "$1" "$2" "$3")',
        '  if [ ! -e "$note" ]; then',
        '    rules=$(inside "$1" "$2" -S "$3")',
        '    rules=${rules#"-P $3 "}',
        `    echo "\${rules%%$'\\n'*}" >"$note"`,
        '  fi',
        '  inside "$1" "$2" -P "$3" "$4"',
        '}',
      ],
      [
        `# ${words.restorePolicy}`,
        'restore_policy() {',
        '  local note',
        '  if [ "$1" != host ] && ! has_netns "$1"; then return; fi',
        '  note=$(policy_note "$1" "$2" "$3")',
        '  if [ -e "$note" ]; then inside "$1" "$2" -P "$3" "$(cat "$note")"; fi',
        '}',
      ],
    )
  }
  return blocks.map((block) => block.join('\n')).join('\n\n')
}
