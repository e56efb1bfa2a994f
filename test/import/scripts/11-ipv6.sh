#!/bin/sh
ip netns add six
ip netns add seven
ip link add name tap6 type veth peer name tap7
ip link set dev tap6 netns six
ip link set dev tap7 netns seven
ip -n six -6 address add 2001:db8:30::6/64 dev tap6 nodad
ip -n seven -6 address add 2001:db8:30::7/64 dev tap7 nodad
ip -n six link set dev tap6 up
ip -n seven link set dev tap7 up
ip -n six link set dev lo up
ip -n seven link set dev lo up
