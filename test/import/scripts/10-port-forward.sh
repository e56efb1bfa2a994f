# Port 8080 of the host goes to the web server in its namespace.
ip netns add web
ip netns add client
ip link add v-web type veth peer name eth0 netns web
ip link add v-client type veth peer name eth0 netns client
ip addr add 10.29.1.1/24 dev v-web
ip addr add 10.29.2.1/24 dev v-client
ip link set v-web up
ip link set v-client up
ip -n web addr add 10.29.1.80/24 dev eth0
ip -n client addr add 10.29.2.2/24 dev eth0
ip -n web link set eth0 up
ip -n client link set eth0 up
ip -n web link set lo up
ip -n client link set lo up
ip -n web route add default via 10.29.1.1
ip -n client route add default via 10.29.2.1
sysctl -w net.ipv4.ip_forward=1
iptables -t nat -A PREROUTING -i v-client -p tcp -m tcp --dport 8080 -j DNAT --to-destination 10.29.1.80:80
