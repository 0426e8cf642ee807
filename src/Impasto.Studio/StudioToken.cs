using System.Security.Cryptography;

namespace Impasto.Studio;

/// <summary>What lets in whoever shows it.</summary>
public static class StudioToken
{
    private const int Bytes = 24;

    /// <summary>A new one: 192 random bits.</summary>
    public static string Create() => Convert.ToHexString(RandomNumberGenerator.GetBytes(Bytes)).ToLowerInvariant();
}
