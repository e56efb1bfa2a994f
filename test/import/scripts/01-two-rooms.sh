#!/bin/sh
# Two rooms and one cable.
set -e
ip netns add kitchen
ip netns add study
ip link add k0 type veth peer name s0
ip link set k0 netns kitchen
ip link set s0 netns study
ip netns exec kitchen ip addr add 10.20.0.1/24 dev k0
ip netns exec study ip addr add 10.20.0.2/24 dev s0
ip netns exec kitchen ip link set k0 up
ip netns exec study ip link set s0 up
ip netns exec kitchen ip link set lo up
ip netns exec study ip link set lo up
