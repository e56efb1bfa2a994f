import type { ScriptWords } from '../text/script.en'

/**
 * How a script makes an interface of the machine a port, with what it carries, and gives it back. Which addresses and routes these are
 * shows when it runs: `ip` prints them as it takes them.
 */
export function nicHelpers(words: ScriptWords): string[][] {
  return [
    [
      `# ${words.moveNic}`,
      'move_nic() {',
      '  local nic=$1 bridge=$2 line',
      '  if [ -e "$STATE/nic-$nic" ]; then return; fi',
      '  {',
      '    ip -o address show dev "$nic" scope global | awk \'{ print "address", $4 }\'',
      '    ip -4 route show dev "$nic" | grep -v "proto kernel" | sed "s/ linkdown//; s/^/route -4 /" || true',
      '    ip -6 route show dev "$nic" | grep -v "proto kernel" | sed "s/ linkdown//; s/^/route -6 /" || true',
      '  } >"$STATE/nic-$nic"',
      '  ip link set dev "$bridge" address "$(cat "/sys/class/net/$nic/address")"',
      '  ip link set dev "$nic" up master "$bridge"',
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
      '    if [ "$kind" = address ]; then ip address delete "$rest" dev "$from"; fi',
      '  done <<<"$list"',
      '}',
    ],
  ]
}
