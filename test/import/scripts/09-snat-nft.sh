#!/bin/sh -e
ip netns add lan; ip netns add fw; ip netns add wan
ip link add lan0 netns lan type veth peer name fw0 netns fw
ip link add wan0 netns wan type veth peer name fw1 netns fw
for ns in lan fw wan; do ip -n "$ns" link set lo up; done
ip -n lan addr add 10.28.0.2/24 dev lan0; ip -n lan link set lan0 up
ip -n fw addr add 10.28.0.1/24 dev fw0; ip -n fw link set fw0 up
ip -n fw addr add 203.0.113.1/24 dev fw1; ip -n fw link set fw1 up
ip -n wan addr add 203.0.113.9/24 dev wan0; ip -n wan link set wan0 up
ip -n lan route add default via 10.28.0.1
ip netns exec fw sysctl -qw net.ipv4.ip_forward=1
ip netns exec fw nft -f - <<'RULES'
table ip border {
  chain leave {
    type nat hook postrouting priority srcnat; policy accept;
    ip saddr 10.28.0.0/24 oifname "fw1" snat to 203.0.113.1
  }
}
RULES
