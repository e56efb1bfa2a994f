import type { ScriptWords } from '../text/script.en'
import { shellWord } from './shell'

/** Which of the helpers a script has a use for. */
interface Wanted {
  /** Programs with the Debian package that holds each. */
  tools: ReadonlyMap<string, string>
  settings: boolean
  rules: boolean
  chains: boolean
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

/** The functions that stand at the head of an exported script, each under a line that says what it does. */
export function helperFunctions(words: ScriptWords, wanted: Wanted): string {
  const blocks: string[][] = [
    [`# ${words.helpers}`],
    requirements(words, wanted.tools),
    ['taken() {', `  echo "$NAME: $1 ${words.errors.taken}" >&2`, '  exit 73', '}'],
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
    [
      `# ${words.dropLink}`,
      'drop_link() {',
      '  if ! has_link "$1" "$2"; then return; fi',
      '  if [ "$1" = host ]; then ip link delete dev "$2"; else ip -n "$1" link delete dev "$2"; fi',
      '}',
    ],
  ]
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
        '  inside "$1" "$2" -t nat -C "${@:3}" 2>/dev/null || inside "$1" "$2" -t nat -A "${@:3}"',
        '}',
      ],
      [
        `# ${words.dropRule}`,
        'drop_rule() {',
        '  if inside "$1" "$2" -t nat -C "${@:3}" 2>/dev/null; then inside "$1" "$2" -t nat -D "${@:3}"; fi',
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
  return blocks.map((block) => block.join('\n')).join('\n\n')
}
