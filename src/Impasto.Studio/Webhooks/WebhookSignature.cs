using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Impasto.Studio.Webhooks;

/// <summary>The signature of a message: its receiver knows by it that the studio sent it, and when.</summary>
/// <remarks>
/// Source: Standard Webhooks 1.0.0, symmetric signatures: v1 and the base64 of HMAC-SHA256 over ID.TIMESTAMP.BODY. The
/// key is what whsec_ is followed by, in base64; differs from the standard: another text is taken as it is, in UTF-8.
/// </remarks>
internal sealed class WebhookSignature
{
    private const string Prefix = "whsec_";
    private const int LeastBytes = 16;

    private readonly byte[] _key;

    /// <param name="secret">The secret that studio and receiver share.</param>
    /// <exception cref="ImpastoException">It is too short, or not in base64 after whsec_.</exception>
    public WebhookSignature(string secret)
    {
        _key = Key(secret);
        if (_key.Length < LeastBytes)
            throw new ImpastoException($"The secret of webhooks needs at least {LeastBytes} bytes.");
    }

    /// <summary>The header's value.</summary>
    /// <param name="id">The message's id.</param>
    /// <param name="seconds">When it is sent, in seconds since 1970.</param>
    /// <param name="body">Its body.</param>
    public string Of(string id, long seconds, ReadOnlySpan<byte> body)
    {
        string head = string.Create(CultureInfo.InvariantCulture, $"{id}.{seconds}.");
        byte[] signed = [.. Encoding.UTF8.GetBytes(head), .. body];
        return $"v1,{Convert.ToBase64String(HMACSHA256.HashData(_key, signed))}";
    }

    private static byte[] Key(string secret)
    {
        if (!secret.StartsWith(Prefix, StringComparison.Ordinal))
            return Encoding.UTF8.GetBytes(secret);
        try
        {
            return Convert.FromBase64String(secret[Prefix.Length..]);
        }
        catch (FormatException wrong)
        {
            throw new ImpastoException($"The secret of webhooks is not in base64 after {Prefix}.", wrong);
        }
    }
}
