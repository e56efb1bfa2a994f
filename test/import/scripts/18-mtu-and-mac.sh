ip netns add big
ip netns add bigger
ip link add j0 mtu 9000 address 02:37:00:00:00:01 type veth peer name j1 mtu 9000 address 02:37:00:00:00:02
ip link set j0 netns big
ip link set j1 netns bigger
ip -n big addr add 10.37.0.1/24 dev j0
ip -n bigger addr add 10.37.0.2/24 dev j1
ip -n big link set j0 up
ip -n bigger link set j1 up
ip -n big link set lo up
ip -n bigger link set lo up
