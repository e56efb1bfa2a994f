ip netns add v
ip link add link eth0 name eth0.10 type vlan id 10
ip link add wg0 type wireguard
ip tunnel add gre1 mode gre remote 192.0.2.1 local 192.0.2.2
ip rule add from 10.48.0.0/24 table 100
ip link set eth0.10 netns v
