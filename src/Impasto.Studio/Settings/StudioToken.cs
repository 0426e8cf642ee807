using System.Security.Cryptography;

namespace Impasto.Studio;

/// <summary>The secret that clients show to a studio that others can reach.</summary>
public static class StudioToken
{
    private const int Bytes = 24;

    /// <summary>Creates a new token: 192 random bits as hexadecimal digits.</summary>
    public static string Create() => Convert.ToHexString(RandomNumberGenerator.GetBytes(Bytes)).ToLowerInvariant();
}
