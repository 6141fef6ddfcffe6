"""Which network addresses may be reached: public ones, and those the configuration allows.

The judgement is of an address, never of a name, so that no spelling of a name passes it.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
# Parts of 2000::/3 that are not ordinary hosts: protocol assignments with Teredo and ORCHID,
# documentation, 6to4 (a tunnel to any IPv4 address).
_SPECIAL_V6 = tuple(
    ipaddress.IPv6Network(net) for net in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
)
# Protocol assignments and 6to4 relays, which older Pythons count as global.
_SPECIAL_V4 = tuple(ipaddress.IPv4Network(net) for net in ("192.0.0.0/24", "192.88.99.0/24"))


class Allowed:
    """What OCTAVO_OUTBOUND_ALLOW names: host names, addresses and CIDRs."""

    def __init__(self, entries: Sequence[str]) -> None:
        self._networks: list[ipaddress.IPv4Network | ipaddress.IPv6Network] = []
        self._hosts: set[str] = set()
        for entry in entries:
            try:
                self._networks.append(ipaddress.ip_network(entry.strip("[]"), strict=False))
            except ValueError:
                self._hosts.add(_host(entry))

    def permits(self, host: str, address: str) -> bool:
        """Whether a connection to `host`, resolved to `address`, may be made."""
        if _host(host) in self._hosts:
            return True
        try:
            actual = embedded(ipaddress.ip_address(address.partition("%")[0]))
        except ValueError:
            return False
        return is_public(actual) or any(actual in network for network in self._networks)


def embedded(address: Address) -> Address:
    """The IPv4 address inside a mapped or NAT64 one, else the address itself."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return address.ipv4_mapped
        if address in _NAT64:
            return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def is_public(address: Address) -> bool:
    """Whether any machine of the internet may be meant; mapped addresses come unwrapped."""
    if isinstance(address, ipaddress.IPv6Address):
        return address in _GLOBAL_V6 and not any(address in net for net in _SPECIAL_V6)
    special = address.is_multicast or address.is_reserved or address.is_unspecified
    return address.is_global and not special and not any(address in net for net in _SPECIAL_V4)


def _host(name: str) -> str:
    return name.strip().rstrip(".").lower()
