using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Impasto.Studio.Answers;

/// <summary>Tags of answers, by which a client knows that it has one already (RFC 9110, section 8.8.3).</summary>
internal static class EntityTag
{
    private const int Bytes = 12;

    /// <summary>The tag of some bytes.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="isWeak">
    /// True for texts, which are sent compressed or not: the same text then has several forms. Default: false.
    /// </param>
    public static EntityTagHeaderValue Of(ReadOnlySpan<byte> content, bool isWeak = false) =>
        new($"\"{Convert.ToHexString(SHA256.HashData(content).AsSpan(0, Bytes))}\"", isWeak);

    /// <summary>Whether a request names the tag as one that the client has.</summary>
    public static bool IsKnown(HttpRequest request, EntityTagHeaderValue tag) =>
        request.GetTypedHeaders().IfNoneMatch.Any(known =>
            known.Equals(EntityTagHeaderValue.Any) || known.Compare(tag, useStrongComparison: false));
}
