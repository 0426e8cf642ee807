using System.Security.Cryptography;
using System.Text;

namespace Impasto.Studio.Tokens;

/// <summary>The digests of a token: what is stored of it, and the cookie that stands for it.</summary>
/// <remarks>
/// A token has 192 random bits, so that a plain SHA-256 can't be turned back. The cookie is made from the token, not
/// from what is stored: whoever reads the store can make neither.
/// </remarks>
internal static class TokenDigest
{
    /// <summary>What is stored of a token or of a cookie: SHA-256 in hexadecimal.</summary>
    public static string Of(string secret) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret))).ToLowerInvariant();

    /// <summary>The cookie of a token. It is not the token itself: a stolen cookie can't be used elsewhere.</summary>
    public static string Cookie(string token) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"cookie {token}")));

    /// <summary>Whether two digests are the same, in a time that does not depend on where they differ.</summary>
    public static bool Same(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(one), Encoding.ASCII.GetBytes(other));
}
