import type { ScriptWords } from '../text/script.en'
import { ROUTES_TO_TAKE } from './bash-stages'

/**
 * How a script makes an interface of the machine a port, with what it carries, and gives it back. Which addresses and routes these are
 * shows when it runs.
 */
export function nicHelpers(words: ScriptWords): string[][] {
  return [
    [
      `# ${words.moveNic}`,
      'move_nic() {',
      '  local nic=$1 bridge=$2',
      '  if [ ! -e "$STATE/nic-$nic" ]; then',
      '    {',
      '      ip -o address show dev "$nic" scope global | awk \'{ print "address", $4 }\'',
      `      ip -4 route show dev "$nic" | grep -v "proto kernel" | ${ROUTES_TO_TAKE} | sed "s/^/route -4 /" || true`,
      `      ip -6 route show dev "$nic" | grep -v "proto kernel" | ${ROUTES_TO_TAKE} | sed "s/^/route -6 /" || true`,
      '    } >"$STATE/nic-$nic.new"',
      '    mv "$STATE/nic-$nic.new" "$STATE/nic-$nic"',
      '  fi',
      '  ip link set dev "$nic" up master "$bridge"',
      `  ip link set dev "$bridge" address "$(ip -o link show dev "$nic" | sed 's/.*ether \\([0-9a-f:]*\\).*/\\1/')"`,
      '  carry "$nic" "$bridge" <"$STATE/nic-$nic"',
      '}',
    ],
    [
      `# ${words.returnNic}`,
      'return_nic() {',
      '  local nic=$1 bridge=$2',
      '  if [ ! -e "$STATE/nic-$nic" ]; then return; fi',
      '  ip link set dev "$nic" nomaster',
      '  carry "$bridge" "$nic" <"$STATE/nic-$nic"',
      '  rm "$STATE/nic-$nic"',
      '}',
    ],
    [
      `# ${words.carry}`,
      'carry() {',
      '  local from=$1 to=$2 kind rest list',
      '  list=$(cat)',
      '  while read -r kind rest; do',
      '    if [ "$kind" = address ]; then ip address replace "$rest" dev "$to"; fi',
      '  done <<<"$list"',
      '  while read -r kind rest; do',
      '    # shellcheck disable=SC2086',
      '    if [ "$kind" = route ]; then ip ${rest%% *} route replace ${rest#* } dev "$to"; fi',
      '  done <<<"$list"',
      '  while read -r kind rest; do',
      '    if [ "$kind" = address ]; then ip address delete "$rest" dev "$from" 2>/dev/null || true; fi',
      '  done <<<"$list"',
      '}',
    ],
  ]
}
