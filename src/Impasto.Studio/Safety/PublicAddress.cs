using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Impasto.Studio.Safety;

/// <summary>
/// Tells public internet addresses from others, so that a client's URL can't make the server reach its own network.
/// </summary>
/// <remarks>
/// Source: IANA's registries of special-purpose addresses, IPv4 and IPv6; and Azure's 168.63.129.16, which looks
/// public.
/// </remarks>
internal static class PublicAddress
{
    private static readonly IPNetwork[] Special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16/32", "169.254.0.0/16",
            "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
            "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        }.Select(network => IPNetwork.Parse(network)),
    ];

    // Global unicast is 2000::/3, except these parts: Teredo and its like, documentation, 6to4.
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork[] SpecialUnicast =
    [
        IPNetwork.Parse("2001::/23"),
        IPNetwork.Parse("2001:db8::/32"),
        IPNetwork.Parse("2002::/16"),
        IPNetwork.Parse("3fff::/20"),
    ];

    /// <summary>True if the address is public and not this machine's own.</summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        bool special = address.AddressFamily == AddressFamily.InterNetwork
            ? Special.Any(network => network.Contains(address))
            : !GlobalUnicast.Contains(address) || SpecialUnicast.Any(network => network.Contains(address));
        return !special && !Own().Contains(address);
    }

    private static IEnumerable<IPAddress> Own() => NetworkInterface.GetAllNetworkInterfaces()
        .SelectMany(card => card.GetIPProperties().UnicastAddresses)
        .Select(own => own.Address);
}
