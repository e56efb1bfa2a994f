#!/bin/sh
# Point to point, in the manner of the clouds: /32 addresses, and a route on the link.
ip netns add vm
ip link add tap type veth peer name eth0 netns vm
ip link set tap up
ip addr add 169.254.41.1/32 dev tap
ip route add 10.41.0.5/32 dev tap
ip -n vm link set lo up
ip -n vm link set eth0 up
ip -n vm addr add 10.41.0.5/32 dev eth0
ip -n vm route add 169.254.41.1 dev eth0
ip -n vm route add default via 169.254.41.1 dev eth0
