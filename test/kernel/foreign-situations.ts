/** The namespaces of the lab that others write their rules into: red asks blue by way of the router. */
export const NODES = ['red', 'router', 'blue'] as const
interface Situation {
  what: string
  at: (typeof NODES)[number]
  script: string
  ping: string
  tcp: string
  /** What the words for the ping, or else for the connection, name. */
  names?: string[]
}

/** What others may have written, where, and what becomes of a ping and of a connection from red to blue. */
export const SITUATIONS: readonly Situation[] = [
  { what: 'nothing', at: 'router', script: 'true', ping: 'arrives', tcp: 'arrives' },
  {
    what: 'a ping that iptables drops',
    at: 'blue',
    script: 'iptables -A INPUT -p icmp -j DROP',
    ping: 'foreign-drop',
    tcp: 'arrives',
    names: ['“-A INPUT -p icmp -j DROP”', '“ip filter”', 'iptables -nvL INPUT', 'blue'],
  },
  {
    what: 'a forward policy of nft',
    at: 'router',
    script: `nft -f - <<'X'
      table inet guard { chain pass { type filter hook forward priority 0; policy drop; tcp dport 8080 accept; ct state established accept; }
      }
X`,
    ping: 'foreign-policy',
    tcp: 'arrives',
    names: ['“pass”', '“inet guard”', 'nft -a list chain inet guard pass'],
  },
  {
    what: 'a connection that iptables refuses',
    at: 'blue',
    script: 'iptables -A INPUT -p tcp --dport 8080 -j REJECT --reject-with tcp-reset',
    ping: 'arrives',
    tcp: 'foreign-reject',
    names: ['--reject-with tcp-reset'],
  },
  {
    what: 'a drop for one source, which is another',
    at: 'blue',
    script: 'iptables -A INPUT -s 10.1.0.77 -j DROP',
    ping: 'arrives',
    tcp: 'arrives',
  },
  {
    what: 'a drop for one source, which is this one',
    at: 'router',
    script: 'iptables -A FORWARD -s 10.1.0.2 -j DROP',
    ping: 'foreign-drop',
    tcp: 'foreign-drop',
  },
  {
    what: 'a drop before conntrack, with a filter that accepts everything',
    at: 'router',
    script: 'iptables -t raw -A PREROUTING -d 10.2.0.0/24 -j DROP; iptables -A FORWARD -j ACCEPT',
    ping: 'foreign-drop',
    tcp: 'foreign-drop',
    names: ['“ip raw”', 'iptables -t raw -nvL PREROUTING'],
  },
  {
    what: 'a rule that lets through, in one of two chains',
    at: 'router',
    script: `iptables -A FORWARD -j ACCEPT; nft -f - <<'X'
      table ip after { chain f { type filter hook forward priority 10; ip daddr 10.2.0.2 drop; }
      }
X`,
    ping: 'foreign-drop',
    tcp: 'foreign-drop',
    names: ['“ip after”'],
  },
  {
    what: 'a policy of drop, with rules for connections that go on and for new ones',
    at: 'blue',
    script: `iptables -P INPUT DROP; iptables -A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
      iptables -A INPUT -p tcp -m multiport --dports 22,8080 -m conntrack --ctstate NEW -j ACCEPT`,
    ping: 'foreign-policy',
    tcp: 'arrives',
  },
  {
    what: 'answers that are dropped, for want of a rule for them',
    at: 'red',
    script: 'iptables -P INPUT DROP; iptables -A INPUT -p icmp --icmp-type echo-request -j ACCEPT',
    ping: 'foreign-policy',
    tcp: 'foreign-policy',
  },
  {
    what: 'jumps, gotos and returns',
    at: 'router',
    script: `iptables -N LOOKAT; iptables -N OUTSIDE; iptables -A FORWARD -i eth0 -g LOOKAT; iptables -A FORWARD -j ACCEPT
      iptables -A LOOKAT -p tcp -j RETURN; iptables -A LOOKAT -o eth1 -j OUTSIDE; iptables -A OUTSIDE ! -d 10.3.0.0/16 -j DROP
      iptables -P FORWARD DROP; iptables -A FORWARD -m conntrack --ctstate ESTABLISHED -j ACCEPT`,
    ping: 'foreign-drop',
    tcp: 'foreign-policy',
    names: ['“OUTSIDE”'],
  },
  {
    what: 'sets, ranges and verdict maps',
    at: 'router',
    script: `nft -f - <<'X'
      table inet maps {
        set bad { type ipv4_addr; flags interval; elements = { 10.9.0.0/16, 10.1.0.1-10.1.0.5 }; }
        chain f { type filter hook forward priority 0; ct state vmap { established : accept, invalid : drop }
          ip saddr @bad tcp dport { 80, 8000-8100 } drop
          iifname vmap { "eth0" : jump one, "eth1" : accept }
        }
        chain one { icmp type { echo-request, echo-reply } reject with icmp type admin-prohibited; }
      }
X`,
    ping: 'foreign-reject',
    tcp: 'foreign-drop',
  },
  {
    what: 'a rule on what leaves, in each place where it leaves',
    at: 'red',
    script:
      'nft add table ip o; nft "add chain ip o c { type filter hook output priority 0; }"; nft add rule ip o c oifname "eth*" icmp type echo-request drop',
    ping: 'foreign-drop',
    tcp: 'arrives',
  },
  {
    what: 'a drop after the route is known',
    at: 'router',
    script: 'iptables -t mangle -A POSTROUTING -o eth0 -s 10.2.0.2 -j DROP',
    ping: 'foreign-drop',
    tcp: 'foreign-drop',
  },
  {
    what: 'masquerading and a port of others',
    at: 'router',
    script: `iptables -t nat -A POSTROUTING -s 10.1.0.0/24 ! -o eth0 -j MASQUERADE
      iptables -A FORWARD -d 10.1.0.0/24 -m conntrack --ctstate NEW -j DROP`,
    ping: 'arrives',
    tcp: 'arrives',
  },
  {
    what: 'a rule with an extension that is not understood',
    at: 'router',
    script: 'iptables -A FORWARD -m length --length 1000:2000 -j DROP',
    ping: 'may',
    tcp: 'may',
    names: ['may be stopped', '--length 1000:2000'],
  },
  {
    what: 'what a verdict map says of all else',
    at: 'router',
    script: `nft -f - <<'X'
      table inet maps { chain f { type filter hook forward priority 0; meta l4proto vmap { tcp : accept, * : drop }
        }
      }
X`,
    ping: 'foreign-drop',
    tcp: 'arrives',
  },
  {
    what: 'a drop of what comes too often, which this does not',
    at: 'router',
    script: `nft -f - <<'X'
      table inet rate {
        set seen { type ipv4_addr; flags dynamic; timeout 1m; }
        chain f { type filter hook forward priority 0; update @seen { ip saddr limit rate over 50/second burst 50 packets } drop; }
      }
X`,
    ping: 'may',
    tcp: 'may',
  },
  {
    what: 'an address that is written over',
    at: 'router',
    script: `nft -f - <<'X'
      table ip over { chain p { type filter hook prerouting priority -300; ip daddr 10.2.0.2 ip daddr set 10.2.0.77; }
      }
X`,
    ping: 'may',
    tcp: 'may',
  },
  {
    what: 'an accept of what was translated, by conntrack’s word for that',
    at: 'router',
    script: 'iptables -P FORWARD DROP; iptables -A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED,DNAT -j ACCEPT',
    ping: 'may',
    tcp: 'may',
  },
  {
    what: 'a table that is not read',
    at: 'blue',
    script: `nft -f - <<'X'
      table netdev early { chain c { type filter hook ingress device eth0 priority 0; icmp type echo-request drop; }
      }
X`,
    ping: 'may',
    tcp: 'may',
    names: ['may be stopped', '“netdev early”'],
  },
  {
    what: 'a rule that lets through on terms that are not understood',
    at: 'router',
    script: 'iptables -P FORWARD DROP; iptables -A FORWARD -m length --length 1:1000 -j ACCEPT',
    ping: 'may',
    tcp: 'may',
    names: ['may be stopped', 'policy'],
  },
]
