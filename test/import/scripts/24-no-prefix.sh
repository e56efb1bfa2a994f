ip netns add p
ip netns add q
ip link add pp netns p type veth peer name qq netns q
ip -n p addr add 10.43.0.1 dev pp
ip -n q addr add 10.43.0.2 dev qq
ip -n p link set pp up
ip -n q link set qq up
ip -n p link set lo up
ip -n q link set lo up
