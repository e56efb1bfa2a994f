ip netns add pc
ip netns add net
ip link add pc-up type veth peer name eth0 netns pc
ip link add net-up type veth peer name eth0 netns net
ip addr add 10.45.0.1/24 dev pc-up
ip addr add 198.51.100.1/24 dev net-up
ip link set pc-up up
ip link set net-up up
ip -n pc addr add 10.45.0.2/24 dev eth0
ip -n net addr add 198.51.100.2/24 dev eth0
ip -n pc link set eth0 up
ip -n net link set eth0 up
ip -n pc link set lo up
ip -n net link set lo up
ip -n pc route add default via 10.45.0.1
sysctl -w net.ipv4.ip_forward=1
iptables -t nat -A POSTROUTING -s 10.54.0.0/24 -o net-up -j MASQUERADE
