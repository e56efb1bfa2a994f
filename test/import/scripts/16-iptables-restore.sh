#!/bin/bash
ip netns add red && ip netns add isp
ip link add red-up type veth peer name red-in
ip link set red-in netns red
ip link add isp-up type veth peer name isp-in
ip link set isp-in netns isp
ip addr add 10.35.0.1/24 dev red-up && ip link set red-up up
ip addr add 192.0.2.1/24 dev isp-up && ip link set isp-up up
ip netns exec red bash -c "
  ip addr add 10.35.0.2/24 dev red-in
  ip link set red-in up
  ip link set lo up
  ip route add default via 10.35.0.1
"
ip netns exec isp bash -c "
  ip addr add 192.0.2.2/24 dev isp-in
  ip link set isp-in up
  ip link set lo up
"
sysctl -w net.ipv4.conf.all.forwarding=1
iptables-restore <<'EOF'
*nat
:PREROUTING ACCEPT [0:0]
:INPUT ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:POSTROUTING ACCEPT [0:0]
-A POSTROUTING -s 10.35.0.0/24 ! -d 10.35.0.0/24 -o isp-up -j SNAT --to-source 192.0.2.1
COMMIT
EOF
