using System.Net;
using System.Net.Sockets;

namespace Impasto.Studio;

/// <summary>Reads the addresses of <see cref="StudioSettings.Proxies"/>.</summary>
public static class StudioProxy
{
    private const int BitsOfFour = 32, BitsOfSix = 128;

    /// <summary>The addresses of a proxy or of a network of proxies; null if the text is neither.</summary>
    /// <param name="text">An address such as 127.0.0.1, or a network such as 10.0.0.0/8 or fd00::/8.</param>
    public static IPNetwork? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (IPAddress.TryParse(text, out IPAddress? address))
            return new IPNetwork(address, address.AddressFamily == AddressFamily.InterNetwork ? BitsOfFour : BitsOfSix);
        return IPNetwork.TryParse(text, out IPNetwork network) ? network : null;
    }
}
